// The operations of WellSky, as methods. Written by `cargo xtask codegen` from the Rust table; do not edit.

import type { CallOptions } from '../call.js';
import type { CareweaveError } from '../errors.js';
import type { AssignOutcome as Assignment } from '../fill_job.js';
import type { Store } from '../store.js';
import { type Json, assignment, each, maybe, reading, upserted } from '../reading.js';
import type {
  Activity,
  ActivityType,
  Admin,
  AdminTask,
  Applicant,
  ApplicantPatchFields,
  ApplicantStatus,
  Appointment,
  AvailabilityWindow,
  Booking,
  BookingAnswerFields,
  BookingCalendar,
  BookingChanges,
  BookingClientFields,
  BookingList,
  BookingPage,
  BookingType,
  BookingWritten,
  BusyTime,
  CalendarDate,
  Capabilities,
  Caregiver,
  CaregiverPatchFields,
  CaregiverStatus,
  ChargeItem,
  Client,
  ClientPatchFields,
  ClientSnapshot,
  ClientStatus,
  ClockedIn,
  ConvertedApplicant,
  ConvertedProspect,
  Criteria,
  Document,
  Encounter,
  EncounterStatus,
  Evv,
  Instant,
  Location,
  NewApplicantFields,
  NewBookingFields,
  NewCaregiverFields,
  NewClientFields,
  NewProfileTag,
  NewProspectFields,
  NewReferralSource,
  NewTaskLogFields,
  NoteOutcome,
  Occurrence,
  Organization,
  Patient,
  PlannedActivityFields,
  Practitioner,
  ProfileTag,
  Prospect,
  ProspectPatchFields,
  ProspectStatus,
  ProviderAccount,
  ProviderCapabilities,
  ProviderEvent,
  ProviderWebhook,
  RateMethod,
  ReferralSource,
  RefreshedCredentials,
  RelatedPerson,
  Shift,
  ShiftAssignment,
  ShiftStatus,
  Slot,
  SlotFields,
  SlotHold,
  StatusChange,
  StatusDifferences,
  Subscription,
  TaskLog,
  TaskOutcomeFields,
  Verified,
  VerifiedDelivery,
  Visit,
} from './models.js';
import { READ, type Shape } from './wire.js';

/** A page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** How many there are over all pages. */
  readonly total: number;
  /** How many stand before this page. */
  readonly offset: number;
  /** 2 when the list changed while it was read and is read again from its start: forget the pages before. */
  readonly pass: number;
}

/** A reading that may be incomplete: nobody may be called gone or free on the ground of one that is. */
export interface Reading<T> {
  readonly complete: boolean;
  readonly found: T;
  readonly failures: readonly { readonly subject: string; readonly error: CareweaveError }[];
}

/** A record that was found or made. */
export interface Upserted<T> {
  readonly isNew: boolean;
  readonly record: T;
}

/** A parameter: its key in JSON, what it is made of, and what was given. */
export type Given = readonly [key: string, shape: Shape, value: unknown];

/** What runs an operation: the facade over the native module. */
export interface Caller {
  call<T>(
    operation: string,
    read: (json: Json) => T,
    given: readonly Given[],
    options?: CallOptions,
    store?: Store,
  ): Promise<T>;
  pages<T>(
    operation: string,
    item: (json: Json) => T,
    given: readonly Given[],
    options?: CallOptions & PageSize,
  ): AsyncGenerator<Page<T>, void, undefined>;
}

/** How many records a page has. */
export interface PageSize {
  /** 1 to 100, the default. */
  readonly limit?: number | undefined;
}

/** What can be asked of WellSky over either API. */
export abstract class Operations {
  /** What runs the operations. */
  protected abstract readonly caller: Caller;

  /** Checks credentials, address and agency by one token and one cheap read. */
  verify(options?: CallOptions): Promise<Verified> {
    return this.caller.call(
      'wellsky.verify',
      READ.Verified,
      [],
      options,
    );
  }

  /** What can be done over the API in use: what is documented, and what was found since. Nothing is sent. */
  capabilities(options?: CallOptions): Promise<Capabilities> {
    return this.caller.call(
      'wellsky.capabilities',
      READ.Capabilities,
      [],
      options,
    );
  }

  /** Finds out what the documents leave open, without changing anything, and gives the capabilities then known. */
  probe(options?: CallOptions): Promise<Capabilities> {
    return this.caller.call(
      'wellsky.probe',
      READ.Capabilities,
      [],
      options,
    );
  }

  /**
   * Every client that meets all conditions given, by id.
   * @param options.status Only with this status.
   * @param options.startDateFrom Only those whose care began on this day or later.
   * @param options.startDateTo Only those whose care began on this day or earlier.
   * @param options.updatedSince Only those that changed at this instant or later.
   * @throws `IncompleteError`: the pages do not add up.
   */
  clients(options?: CallOptions & { readonly status?: ClientStatus | undefined; readonly startDateFrom?: CalendarDate | undefined; readonly startDateTo?: CalendarDate | undefined; readonly updatedSince?: Date | Instant | undefined }): Promise<Client[]> {
    return this.caller.call(
      'clients.list',
      (json: Json) => each(READ.Client, json),
      [
        ['status', { kind: 'optional', item: { kind: 'text' } }, options?.status],
        ['start_date_from', { kind: 'optional', item: { kind: 'date' } }, options?.startDateFrom],
        ['start_date_to', { kind: 'optional', item: { kind: 'date' } }, options?.startDateTo],
        ['updated_since', { kind: 'optional', item: { kind: 'instant' } }, options?.updatedSince],
      ],
      options,
    );
  }

  /** As `clients`, page by page. */
  clientPages(options?: CallOptions & PageSize & { readonly status?: ClientStatus | undefined; readonly startDateFrom?: CalendarDate | undefined; readonly startDateTo?: CalendarDate | undefined; readonly updatedSince?: Date | Instant | undefined }): AsyncGenerator<Page<Client>, void, undefined> {
    return this.caller.pages(
      'clients.list',
      READ.Client,
      [
        ['status', { kind: 'optional', item: { kind: 'text' } }, options?.status],
        ['start_date_from', { kind: 'optional', item: { kind: 'date' } }, options?.startDateFrom],
        ['start_date_to', { kind: 'optional', item: { kind: 'date' } }, options?.startDateTo],
        ['updated_since', { kind: 'optional', item: { kind: 'instant' } }, options?.updatedSince],
      ],
      options,
    );
  }

  /**
   * One client.
   * @param clientId The client's id.
   * @throws `NotFoundError`: there is none with this id.
   */
  client(clientId: string, options?: CallOptions): Promise<Client> {
    return this.caller.call(
      'clients.get',
      READ.Client,
      [
        ['client_id', { kind: 'text' }, clientId],
      ],
      options,
    );
  }

  /**
   * One client; nothing when there is none with this id.
   * @param clientId The client's id.
   */
  findClient(clientId: string, options?: CallOptions): Promise<Client | null> {
    return this.caller.call(
      'clients.find',
      (json: Json) => maybe(READ.Client, json),
      [
        ['client_id', { kind: 'text' }, clientId],
      ],
      options,
    );
  }

  /**
   * Creates a client.
   * @param client The client.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `InvalidInputError`: a field breaks a rule; nothing was sent.
   * @throws `RejectedError`: WellSky refuses it.
   */
  createClient(client: NewClientFields, options: CallOptions & { readonly idempotencyKey: string }): Promise<Client> {
    return this.caller.call(
      'clients.create',
      READ.Client,
      [
        ['client', { kind: 'record', name: 'NewClient' }, client],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Changes what the patch names of a client, and nothing else.
   * @param clientId The client's id.
   * @param patch What changes.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `InvalidInputError`: a field breaks a rule, or the patch is empty; nothing was sent.
   * @throws `NotFoundError`: there is none with this id.
   * @throws `RejectedError`: WellSky refuses it.
   */
  updateClient(clientId: string, patch: ClientPatchFields, options: CallOptions & { readonly idempotencyKey: string }): Promise<Client> {
    return this.caller.call(
      'clients.update',
      READ.Client,
      [
        ['client_id', { kind: 'text' }, clientId],
        ['patch', { kind: 'record', name: 'ClientPatch' }, patch],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Every step of a client from one status to another at an instant or later.
   * @param since The first instant that counts.
   * @throws `IncompleteError`: the pages do not add up.
   * @throws `UnsupportedError`: over Connect, which has no such feed: compare snapshots.
   */
  clientStatusChanges(since: Date | Instant, options?: CallOptions): Promise<StatusChange[]> {
    return this.caller.call(
      'clients.status_changes',
      (json: Json) => each(READ.StatusChange, json),
      [
        ['since', { kind: 'instant' }, since],
      ],
      options,
    );
  }

  /** As `clientStatusChanges`, page by page. */
  clientStatusChangePages(since: Date | Instant, options?: CallOptions & PageSize): AsyncGenerator<Page<StatusChange>, void, undefined> {
    return this.caller.pages(
      'clients.status_changes',
      READ.StatusChange,
      [
        ['since', { kind: 'instant' }, since],
      ],
      options,
    );
  }

  /**
   * The statuses of all clients, to be kept and compared with later ones.
   * @param takenAt The instant the snapshot goes by.
   * @throws `IncompleteError`: the pages do not add up.
   */
  clientSnapshot(takenAt: Date | Instant, options?: CallOptions): Promise<ClientSnapshot> {
    return this.caller.call(
      'clients.snapshot',
      READ.ClientSnapshot,
      [
        ['taken_at', { kind: 'instant' }, takenAt],
      ],
      options,
    );
  }

  /**
   * What changed between two snapshots of the clients' statuses. Nothing is sent.
   * @param before The earlier one.
   * @param after The later one.
   */
  compareClientSnapshots(before: ClientSnapshot, after: ClientSnapshot, options?: CallOptions): Promise<StatusDifferences> {
    return this.caller.call(
      'clients.compare_snapshots',
      READ.StatusDifferences,
      [
        ['before', { kind: 'record', name: 'ClientSnapshot' }, before],
        ['after', { kind: 'record', name: 'ClientSnapshot' }, after],
      ],
      options,
    );
  }

  /**
   * Every caregiver that meets all conditions given, by id.
   * @param options.status Only with this status.
   * @param options.availableOn Only those available on this day, in the agency's zone.
   * @param options.updatedSince Only those that changed at this instant or later.
   * @throws `IncompleteError`: the pages do not add up.
   */
  caregivers(options?: CallOptions & { readonly status?: CaregiverStatus | undefined; readonly availableOn?: CalendarDate | undefined; readonly updatedSince?: Date | Instant | undefined }): Promise<Caregiver[]> {
    return this.caller.call(
      'caregivers.list',
      (json: Json) => each(READ.Caregiver, json),
      [
        ['status', { kind: 'optional', item: { kind: 'text' } }, options?.status],
        ['available_on', { kind: 'optional', item: { kind: 'date' } }, options?.availableOn],
        ['updated_since', { kind: 'optional', item: { kind: 'instant' } }, options?.updatedSince],
      ],
      options,
    );
  }

  /** As `caregivers`, page by page. */
  caregiverPages(options?: CallOptions & PageSize & { readonly status?: CaregiverStatus | undefined; readonly availableOn?: CalendarDate | undefined; readonly updatedSince?: Date | Instant | undefined }): AsyncGenerator<Page<Caregiver>, void, undefined> {
    return this.caller.pages(
      'caregivers.list',
      READ.Caregiver,
      [
        ['status', { kind: 'optional', item: { kind: 'text' } }, options?.status],
        ['available_on', { kind: 'optional', item: { kind: 'date' } }, options?.availableOn],
        ['updated_since', { kind: 'optional', item: { kind: 'instant' } }, options?.updatedSince],
      ],
      options,
    );
  }

  /**
   * One caregiver.
   * @param caregiverId The caregiver's id.
   * @throws `NotFoundError`: there is none with this id.
   */
  caregiver(caregiverId: string, options?: CallOptions): Promise<Caregiver> {
    return this.caller.call(
      'caregivers.get',
      READ.Caregiver,
      [
        ['caregiver_id', { kind: 'text' }, caregiverId],
      ],
      options,
    );
  }

  /**
   * One caregiver; nothing when there is none with this id.
   * @param caregiverId The caregiver's id.
   */
  findCaregiver(caregiverId: string, options?: CallOptions): Promise<Caregiver | null> {
    return this.caller.call(
      'caregivers.find',
      (json: Json) => maybe(READ.Caregiver, json),
      [
        ['caregiver_id', { kind: 'text' }, caregiverId],
      ],
      options,
    );
  }

  /**
   * Creates a caregiver.
   * @param caregiver The caregiver.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `InvalidInputError`: a field breaks a rule; nothing was sent.
   * @throws `RejectedError`: WellSky refuses it.
   */
  createCaregiver(caregiver: NewCaregiverFields, options: CallOptions & { readonly idempotencyKey: string }): Promise<Caregiver> {
    return this.caller.call(
      'caregivers.create',
      READ.Caregiver,
      [
        ['caregiver', { kind: 'record', name: 'NewCaregiver' }, caregiver],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Changes what the patch names of a caregiver, and nothing else.
   * @param caregiverId The caregiver's id.
   * @param patch What changes.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `InvalidInputError`: a field breaks a rule, or the patch is empty; nothing was sent.
   * @throws `NotFoundError`: there is none with this id.
   * @throws `RejectedError`: WellSky refuses it.
   */
  updateCaregiver(caregiverId: string, patch: CaregiverPatchFields, options: CallOptions & { readonly idempotencyKey: string }): Promise<Caregiver> {
    return this.caller.call(
      'caregivers.update',
      READ.Caregiver,
      [
        ['caregiver_id', { kind: 'text' }, caregiverId],
        ['patch', { kind: 'record', name: 'CaregiverPatch' }, patch],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Replaces the weekly availability of a caregiver.
   * @param caregiverId The caregiver's id.
   * @param availability The whole week: it replaces what was there.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `NotFoundError`: there is none with this id.
   * @throws `UnsupportedError`: over Connect.
   */
  setAvailability(caregiverId: string, availability: readonly AvailabilityWindow[], options: CallOptions & { readonly idempotencyKey: string }): Promise<Caregiver> {
    return this.caller.call(
      'caregivers.set_availability',
      READ.Caregiver,
      [
        ['caregiver_id', { kind: 'text' }, caregiverId],
        ['availability', { kind: 'list', item: { kind: 'record', name: 'AvailabilityWindow' } }, availability],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Every shift of a caregiver that overlaps the span from start up to, and without, end.
   * @param caregiverId The caregiver's id.
   * @param start The first instant.
   * @param end The instant after the last.
   * @throws `IncompleteError`: the pages do not add up.
   * @throws `NotFoundError`: there is no such caregiver.
   */
  caregiverSchedule(caregiverId: string, start: Date | Instant, end: Date | Instant, options?: CallOptions): Promise<Shift[]> {
    return this.caller.call(
      'caregivers.schedule',
      (json: Json) => each(READ.Shift, json),
      [
        ['caregiver_id', { kind: 'text' }, caregiverId],
        ['start', { kind: 'instant' }, start],
        ['end', { kind: 'instant' }, end],
      ],
      options,
    );
  }

  /** As `caregiverSchedule`, page by page. */
  caregiverSchedulePages(caregiverId: string, start: Date | Instant, end: Date | Instant, options?: CallOptions & PageSize): AsyncGenerator<Page<Shift>, void, undefined> {
    return this.caller.pages(
      'caregivers.schedule',
      READ.Shift,
      [
        ['caregiver_id', { kind: 'text' }, caregiverId],
        ['start', { kind: 'instant' }, start],
        ['end', { kind: 'instant' }, end],
      ],
      options,
    );
  }

  /**
   * Every prospect that meets all conditions given, by id.
   * @param options.status Only with this status.
   * @param options.updatedSince Only those that changed at this instant or later.
   * @param options.externalId Only those with this id in another system.
   * @throws `IncompleteError`: the pages do not add up.
   */
  prospects(options?: CallOptions & { readonly status?: ProspectStatus | undefined; readonly updatedSince?: Date | Instant | undefined; readonly externalId?: string | undefined }): Promise<Prospect[]> {
    return this.caller.call(
      'prospects.list',
      (json: Json) => each(READ.Prospect, json),
      [
        ['status', { kind: 'optional', item: { kind: 'text' } }, options?.status],
        ['updated_since', { kind: 'optional', item: { kind: 'instant' } }, options?.updatedSince],
        ['external_id', { kind: 'optional', item: { kind: 'text' } }, options?.externalId],
      ],
      options,
    );
  }

  /** As `prospects`, page by page. */
  prospectPages(options?: CallOptions & PageSize & { readonly status?: ProspectStatus | undefined; readonly updatedSince?: Date | Instant | undefined; readonly externalId?: string | undefined }): AsyncGenerator<Page<Prospect>, void, undefined> {
    return this.caller.pages(
      'prospects.list',
      READ.Prospect,
      [
        ['status', { kind: 'optional', item: { kind: 'text' } }, options?.status],
        ['updated_since', { kind: 'optional', item: { kind: 'instant' } }, options?.updatedSince],
        ['external_id', { kind: 'optional', item: { kind: 'text' } }, options?.externalId],
      ],
      options,
    );
  }

  /**
   * One prospect.
   * @param prospectId The prospect's id.
   * @throws `NotFoundError`: there is none with this id.
   */
  prospect(prospectId: string, options?: CallOptions): Promise<Prospect> {
    return this.caller.call(
      'prospects.get',
      READ.Prospect,
      [
        ['prospect_id', { kind: 'text' }, prospectId],
      ],
      options,
    );
  }

  /**
   * One prospect; nothing when there is none with this id.
   * @param prospectId The prospect's id.
   */
  findProspect(prospectId: string, options?: CallOptions): Promise<Prospect | null> {
    return this.caller.call(
      'prospects.find',
      (json: Json) => maybe(READ.Prospect, json),
      [
        ['prospect_id', { kind: 'text' }, prospectId],
      ],
      options,
    );
  }

  /**
   * Creates a prospect.
   * @param prospect The prospect.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `InvalidInputError`: a field breaks a rule; nothing was sent.
   * @throws `RejectedError`: WellSky refuses it.
   */
  createProspect(prospect: NewProspectFields, options: CallOptions & { readonly idempotencyKey: string }): Promise<Prospect> {
    return this.caller.call(
      'prospects.create',
      READ.Prospect,
      [
        ['prospect', { kind: 'record', name: 'NewProspect' }, prospect],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Changes what the patch names of a prospect, and nothing else.
   * @param prospectId The prospect's id.
   * @param patch What changes.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `InvalidInputError`: a field breaks a rule, or the patch is empty; nothing was sent.
   * @throws `NotFoundError`: there is none with this id.
   * @throws `RejectedError`: WellSky refuses it.
   */
  updateProspect(prospectId: string, patch: ProspectPatchFields, options: CallOptions & { readonly idempotencyKey: string }): Promise<Prospect> {
    return this.caller.call(
      'prospects.update',
      READ.Prospect,
      [
        ['prospect_id', { kind: 'text' }, prospectId],
        ['patch', { kind: 'record', name: 'ProspectPatch' }, patch],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Creates a prospect, or changes the one with the same external id: however often it is called, there is one. One
   * that was converted is left as it is.
   * @param prospect The prospect.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `InvalidInputError`: there is no external id, or a field breaks a rule.
   * @throws `ConflictError`: several records have this external id.
   * @throws `InDoubtError`: it may have been written and does not show: look before trying again.
   */
  upsertProspect(prospect: NewProspectFields, options: CallOptions & { readonly idempotencyKey: string }): Promise<Upserted<Prospect>> {
    return this.caller.call(
      'prospects.upsert',
      (json: Json) => upserted(READ.Prospect, json),
      [
        ['prospect', { kind: 'record', name: 'NewProspect' }, prospect],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Makes a client of a prospect. The prospect stays on record.
   * @param prospectId The prospect's id.
   * @param options.startDate The first day of care; the vendor's choice by default.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `ConflictError`: the prospect was converted before.
   * @throws `NotFoundError`: there is none with this id.
   */
  convertProspect(prospectId: string, options: CallOptions & { readonly startDate?: CalendarDate | undefined; readonly idempotencyKey: string }): Promise<ConvertedProspect> {
    return this.caller.call(
      'prospects.convert_to_client',
      READ.ConvertedProspect,
      [
        ['prospect_id', { kind: 'text' }, prospectId],
        ['start_date', { kind: 'optional', item: { kind: 'date' } }, options?.startDate],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Every applicant that meets all conditions given, by id.
   * @param options.status Only with this status.
   * @param options.updatedSince Only those that changed at this instant or later.
   * @param options.externalId Only those with this id in another system.
   * @throws `IncompleteError`: the pages do not add up.
   */
  applicants(options?: CallOptions & { readonly status?: ApplicantStatus | undefined; readonly updatedSince?: Date | Instant | undefined; readonly externalId?: string | undefined }): Promise<Applicant[]> {
    return this.caller.call(
      'applicants.list',
      (json: Json) => each(READ.Applicant, json),
      [
        ['status', { kind: 'optional', item: { kind: 'text' } }, options?.status],
        ['updated_since', { kind: 'optional', item: { kind: 'instant' } }, options?.updatedSince],
        ['external_id', { kind: 'optional', item: { kind: 'text' } }, options?.externalId],
      ],
      options,
    );
  }

  /** As `applicants`, page by page. */
  applicantPages(options?: CallOptions & PageSize & { readonly status?: ApplicantStatus | undefined; readonly updatedSince?: Date | Instant | undefined; readonly externalId?: string | undefined }): AsyncGenerator<Page<Applicant>, void, undefined> {
    return this.caller.pages(
      'applicants.list',
      READ.Applicant,
      [
        ['status', { kind: 'optional', item: { kind: 'text' } }, options?.status],
        ['updated_since', { kind: 'optional', item: { kind: 'instant' } }, options?.updatedSince],
        ['external_id', { kind: 'optional', item: { kind: 'text' } }, options?.externalId],
      ],
      options,
    );
  }

  /**
   * One applicant.
   * @param applicantId The applicant's id.
   * @throws `NotFoundError`: there is none with this id.
   */
  applicant(applicantId: string, options?: CallOptions): Promise<Applicant> {
    return this.caller.call(
      'applicants.get',
      READ.Applicant,
      [
        ['applicant_id', { kind: 'text' }, applicantId],
      ],
      options,
    );
  }

  /**
   * One applicant; nothing when there is none with this id.
   * @param applicantId The applicant's id.
   */
  findApplicant(applicantId: string, options?: CallOptions): Promise<Applicant | null> {
    return this.caller.call(
      'applicants.find',
      (json: Json) => maybe(READ.Applicant, json),
      [
        ['applicant_id', { kind: 'text' }, applicantId],
      ],
      options,
    );
  }

  /**
   * Creates an applicant.
   * @param applicant The applicant.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `InvalidInputError`: a field breaks a rule; nothing was sent.
   * @throws `RejectedError`: WellSky refuses it.
   */
  createApplicant(applicant: NewApplicantFields, options: CallOptions & { readonly idempotencyKey: string }): Promise<Applicant> {
    return this.caller.call(
      'applicants.create',
      READ.Applicant,
      [
        ['applicant', { kind: 'record', name: 'NewApplicant' }, applicant],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Changes what the patch names of an applicant, and nothing else.
   * @param applicantId The applicant's id.
   * @param patch What changes.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `InvalidInputError`: a field breaks a rule, or the patch is empty; nothing was sent.
   * @throws `NotFoundError`: there is none with this id.
   * @throws `RejectedError`: WellSky refuses it.
   */
  updateApplicant(applicantId: string, patch: ApplicantPatchFields, options: CallOptions & { readonly idempotencyKey: string }): Promise<Applicant> {
    return this.caller.call(
      'applicants.update',
      READ.Applicant,
      [
        ['applicant_id', { kind: 'text' }, applicantId],
        ['patch', { kind: 'record', name: 'ApplicantPatch' }, patch],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Creates an applicant, or changes the one with the same external id: however often it is called, there is one.
   * One that was converted is left as it is.
   * @param applicant The applicant.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `InvalidInputError`: there is no external id, or a field breaks a rule.
   * @throws `ConflictError`: several records have this external id.
   * @throws `InDoubtError`: it may have been written and does not show: look before trying again.
   */
  upsertApplicant(applicant: NewApplicantFields, options: CallOptions & { readonly idempotencyKey: string }): Promise<Upserted<Applicant>> {
    return this.caller.call(
      'applicants.upsert',
      (json: Json) => upserted(READ.Applicant, json),
      [
        ['applicant', { kind: 'record', name: 'NewApplicant' }, applicant],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Makes a caregiver of an applicant. The applicant stays on record.
   * @param applicantId The applicant's id.
   * @param options.hireDate The day of hiring; the vendor's choice by default.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `ConflictError`: the applicant was converted before.
   * @throws `NotFoundError`: there is none with this id.
   */
  convertApplicant(applicantId: string, options: CallOptions & { readonly hireDate?: CalendarDate | undefined; readonly idempotencyKey: string }): Promise<ConvertedApplicant> {
    return this.caller.call(
      'applicants.convert_to_caregiver',
      READ.ConvertedApplicant,
      [
        ['applicant_id', { kind: 'text' }, applicantId],
        ['hire_date', { kind: 'optional', item: { kind: 'date' } }, options?.hireDate],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Every shift that meets all conditions given, by start, then id.
   * @param options.start Overlaps the span that begins here; both ends or neither.
   * @param options.end The instant after the last of the span.
   * @param options.clientId Only this client's.
   * @param options.caregiverId Only this caregiver's.
   * @param options.status Only with this status.
   * @param options.caregiverMatch Only open shifts for which this caregiver is free; needs status open.
   * @throws `IncompleteError`: the pages do not add up.
   */
  shifts(options?: CallOptions & { readonly start?: Date | Instant | undefined; readonly end?: Date | Instant | undefined; readonly clientId?: string | undefined; readonly caregiverId?: string | undefined; readonly status?: ShiftStatus | undefined; readonly caregiverMatch?: string | undefined }): Promise<Shift[]> {
    return this.caller.call(
      'shifts.list',
      (json: Json) => each(READ.Shift, json),
      [
        ['start', { kind: 'optional', item: { kind: 'instant' } }, options?.start],
        ['end', { kind: 'optional', item: { kind: 'instant' } }, options?.end],
        ['client_id', { kind: 'optional', item: { kind: 'text' } }, options?.clientId],
        ['caregiver_id', { kind: 'optional', item: { kind: 'text' } }, options?.caregiverId],
        ['status', { kind: 'optional', item: { kind: 'text' } }, options?.status],
        ['caregiver_match', { kind: 'optional', item: { kind: 'text' } }, options?.caregiverMatch],
      ],
      options,
    );
  }

  /** As `shifts`, page by page. */
  shiftPages(options?: CallOptions & PageSize & { readonly start?: Date | Instant | undefined; readonly end?: Date | Instant | undefined; readonly clientId?: string | undefined; readonly caregiverId?: string | undefined; readonly status?: ShiftStatus | undefined; readonly caregiverMatch?: string | undefined }): AsyncGenerator<Page<Shift>, void, undefined> {
    return this.caller.pages(
      'shifts.list',
      READ.Shift,
      [
        ['start', { kind: 'optional', item: { kind: 'instant' } }, options?.start],
        ['end', { kind: 'optional', item: { kind: 'instant' } }, options?.end],
        ['client_id', { kind: 'optional', item: { kind: 'text' } }, options?.clientId],
        ['caregiver_id', { kind: 'optional', item: { kind: 'text' } }, options?.caregiverId],
        ['status', { kind: 'optional', item: { kind: 'text' } }, options?.status],
        ['caregiver_match', { kind: 'optional', item: { kind: 'text' } }, options?.caregiverMatch],
      ],
      options,
    );
  }

  /**
   * As the list of shifts, for an agency of which some part may not be readable: what was found, and what could not
   * be read.
   * @param options.start Overlaps the span that begins here; both ends or neither.
   * @param options.end The instant after the last of the span.
   * @param options.clientId Only this client's.
   * @param options.caregiverId Only this caregiver's.
   * @param options.status Only with this status.
   * @param options.caregiverMatch Only open shifts for which this caregiver is free; needs status open.
   */
  readShifts(options?: CallOptions & { readonly start?: Date | Instant | undefined; readonly end?: Date | Instant | undefined; readonly clientId?: string | undefined; readonly caregiverId?: string | undefined; readonly status?: ShiftStatus | undefined; readonly caregiverMatch?: string | undefined }): Promise<Reading<readonly Shift[]>> {
    return this.caller.call(
      'shifts.read',
      (json: Json) => reading((json: Json) => each(READ.Shift, json), json),
      [
        ['start', { kind: 'optional', item: { kind: 'instant' } }, options?.start],
        ['end', { kind: 'optional', item: { kind: 'instant' } }, options?.end],
        ['client_id', { kind: 'optional', item: { kind: 'text' } }, options?.clientId],
        ['caregiver_id', { kind: 'optional', item: { kind: 'text' } }, options?.caregiverId],
        ['status', { kind: 'optional', item: { kind: 'text' } }, options?.status],
        ['caregiver_match', { kind: 'optional', item: { kind: 'text' } }, options?.caregiverMatch],
      ],
      options,
    );
  }

  /**
   * Every shift without a caregiver that overlaps the span, by start.
   * @param options.start The first instant; the present by default.
   * @param options.end The instant after the last; two weeks after the start by default.
   * @throws `IncompleteError`: the pages do not add up.
   */
  openShifts(options?: CallOptions & { readonly start?: Date | Instant | undefined; readonly end?: Date | Instant | undefined }): Promise<Shift[]> {
    return this.caller.call(
      'shifts.open',
      (json: Json) => each(READ.Shift, json),
      [
        ['start', { kind: 'optional', item: { kind: 'instant' } }, options?.start],
        ['end', { kind: 'optional', item: { kind: 'instant' } }, options?.end],
      ],
      options,
    );
  }

  /** As `openShifts`, page by page. */
  openShiftPages(options?: CallOptions & PageSize & { readonly start?: Date | Instant | undefined; readonly end?: Date | Instant | undefined }): AsyncGenerator<Page<Shift>, void, undefined> {
    return this.caller.pages(
      'shifts.open',
      READ.Shift,
      [
        ['start', { kind: 'optional', item: { kind: 'instant' } }, options?.start],
        ['end', { kind: 'optional', item: { kind: 'instant' } }, options?.end],
      ],
      options,
    );
  }

  /**
   * One shift.
   * @param shiftId The shift's id.
   * @throws `NotFoundError`: there is none with this id.
   */
  shift(shiftId: string, options?: CallOptions): Promise<Shift> {
    return this.caller.call(
      'shifts.get',
      READ.Shift,
      [
        ['shift_id', { kind: 'text' }, shiftId],
      ],
      options,
    );
  }

  /**
   * One shift; nothing when there is none with this id.
   * @param shiftId The shift's id.
   */
  findShift(shiftId: string, options?: CallOptions): Promise<Shift | null> {
    return this.caller.call(
      'shifts.find',
      (json: Json) => maybe(READ.Shift, json),
      [
        ['shift_id', { kind: 'text' }, shiftId],
      ],
      options,
    );
  }

  /**
   * The electronic visit verification of a shift; nothing before the first clock-in.
   * @param shiftId The shift's id.
   */
  evv(shiftId: string, options?: CallOptions): Promise<Evv | null> {
    return this.caller.call(
      'shifts.evv',
      (json: Json) => maybe(READ.Evv, json),
      [
        ['shift_id', { kind: 'text' }, shiftId],
      ],
      options,
    );
  }

  /**
   * Gives a shift to a caregiver, at most once. The claim is recorded in the store before it is sent; the first
   * claim wins, across threads, processes and restarts; the shift is read back before it is called assigned. Calling
   * it again is safe at any time. A refusal and a claim in doubt are outcomes, not errors: look at the result.
   * @param shiftId The shift's id.
   * @param caregiverId Who is to have it.
   * @throws `StorageError`: the store failed.
   */
  assign(shiftId: string, caregiverId: string, options: CallOptions & { readonly store: Store }): Promise<Assignment> {
    return this.caller.call(
      'shifts.assign',
      assignment,
      [
        ['shift_id', { kind: 'text' }, shiftId],
        ['caregiver_id', { kind: 'text' }, caregiverId],
      ],
      options,
      options?.store,
    );
  }

  /**
   * Gives a shift to a caregiver by one request, without recording it first. For programs that keep their own
   * ledger.
   * @param shiftId The shift's id.
   * @param caregiverId Who is to have it.
   * @param options.notes A note on the assignment.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `ConflictError`: somebody else has the shift.
   * @throws `InDoubtError`: the answer does not say who has the shift: read it.
   */
  assignUnrecorded(shiftId: string, caregiverId: string, options: CallOptions & { readonly notes?: string | undefined; readonly idempotencyKey: string }): Promise<ShiftAssignment> {
    return this.caller.call(
      'shifts.assign_unrecorded',
      READ.ShiftAssignment,
      [
        ['shift_id', { kind: 'text' }, shiftId],
        ['caregiver_id', { kind: 'text' }, caregiverId],
        ['notes', { kind: 'optional', item: { kind: 'text' } }, options?.notes],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * One shift with what was clocked.
   * @param shiftId The shift's id.
   * @throws `NotFoundError`: there is no such shift.
   */
  visit(shiftId: string, options?: CallOptions): Promise<Visit> {
    return this.caller.call(
      'visits.get',
      READ.Visit,
      [
        ['shift_id', { kind: 'text' }, shiftId],
      ],
      options,
    );
  }

  /**
   * The shifts that meet all conditions given, each with what was clocked. What could not be read is told.
   * @param options.start Overlaps the span that begins here; both ends or neither.
   * @param options.end The instant after the last of the span.
   * @param options.clientId Only this client's.
   * @param options.caregiverId Only this caregiver's.
   * @param options.status Only with this status.
   * @param options.caregiverMatch Only open shifts for which this caregiver is free; needs status open.
   */
  visits(options?: CallOptions & { readonly start?: Date | Instant | undefined; readonly end?: Date | Instant | undefined; readonly clientId?: string | undefined; readonly caregiverId?: string | undefined; readonly status?: ShiftStatus | undefined; readonly caregiverMatch?: string | undefined }): Promise<Reading<readonly Visit[]>> {
    return this.caller.call(
      'visits.read',
      (json: Json) => reading((json: Json) => each(READ.Visit, json), json),
      [
        ['start', { kind: 'optional', item: { kind: 'instant' } }, options?.start],
        ['end', { kind: 'optional', item: { kind: 'instant' } }, options?.end],
        ['client_id', { kind: 'optional', item: { kind: 'text' } }, options?.clientId],
        ['caregiver_id', { kind: 'optional', item: { kind: 'text' } }, options?.caregiverId],
        ['status', { kind: 'optional', item: { kind: 'text' } }, options?.status],
        ['caregiver_match', { kind: 'optional', item: { kind: 'text' } }, options?.caregiverMatch],
      ],
      options,
    );
  }
}

/** Connect's own records. */
export abstract class ConnectOperations {
  /** What runs the operations. */
  protected abstract readonly caller: Caller;

  /**
   * One client or prospect as the vendor has it.
   * @param clientId The client's or prospect's id.
   * @throws `NotFoundError`: there is none with this id.
   */
  patient(clientId: string, options?: CallOptions): Promise<Patient> {
    return this.caller.call(
      'connect.patients.get',
      READ.Patient,
      [
        ['client_id', { kind: 'text' }, clientId],
      ],
      options,
    );
  }

  /**
   * Every client and prospect as the vendor has them.
   * @param options.updatedSince Only those that changed at this instant or later.
   * @throws `IncompleteError`: the pages do not add up.
   */
  patients(options?: CallOptions & { readonly updatedSince?: Date | Instant | undefined }): Promise<Patient[]> {
    return this.caller.call(
      'connect.patients.list',
      (json: Json) => each(READ.Patient, json),
      [
        ['updated_since', { kind: 'optional', item: { kind: 'instant' } }, options?.updatedSince],
      ],
      options,
    );
  }

  /** As `patients`, page by page. */
  patientPages(options?: CallOptions & PageSize & { readonly updatedSince?: Date | Instant | undefined }): AsyncGenerator<Page<Patient>, void, undefined> {
    return this.caller.pages(
      'connect.patients.list',
      READ.Patient,
      [
        ['updated_since', { kind: 'optional', item: { kind: 'instant' } }, options?.updatedSince],
      ],
      options,
    );
  }

  /**
   * The patients with this id in another system: one, unless somebody made a duplicate.
   * @param externalId The id in another system.
   * @throws `IncompleteError`: the pages do not add up.
   */
  patientsByExternalId(externalId: string, options?: CallOptions): Promise<Patient[]> {
    return this.caller.call(
      'connect.patients.by_external_id',
      (json: Json) => each(READ.Patient, json),
      [
        ['external_id', { kind: 'text' }, externalId],
      ],
      options,
    );
  }

  /** As `patientsByExternalId`, page by page. */
  patientByExternalIdPages(externalId: string, options?: CallOptions & PageSize): AsyncGenerator<Page<Patient>, void, undefined> {
    return this.caller.pages(
      'connect.patients.by_external_id',
      READ.Patient,
      [
        ['external_id', { kind: 'text' }, externalId],
      ],
      options,
    );
  }

  /**
   * Everybody one of whose numbers this is, be it mobile, home or work. Two people may share one: then both come.
   * @param phone The number, ten digits.
   */
  patientsByPhone(phone: string, options?: CallOptions): Promise<Patient[]> {
    return this.caller.call(
      'connect.patients.by_phone',
      (json: Json) => each(READ.Patient, json),
      [
        ['phone', { kind: 'text' }, phone],
      ],
      options,
    );
  }

  /**
   * Moves a patient to a step of the sales pipeline, by the vendor's number; nothing else changes.
   * @param clientId The client's or prospect's id.
   * @param number The vendor's number of the step: 40 is Wants to Meet Candidates.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `NotFoundError`: there is none with this id.
   */
  setPatientPipelineStatus(clientId: string, number: number, options: CallOptions & { readonly idempotencyKey: string }): Promise<void> {
    return this.caller.call(
      'connect.patients.set_pipeline_status',
      () => undefined,
      [
        ['client_id', { kind: 'text' }, clientId],
        ['number', { kind: 'integer' }, number],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Deletes a patient. The vendor calls this permanent.
   * @param clientId The client's or prospect's id.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `NotFoundError`: there is none with this id.
   */
  deletePatientPermanently(clientId: string, options: CallOptions & { readonly idempotencyKey: string }): Promise<void> {
    return this.caller.call(
      'connect.patients.delete_permanently',
      () => undefined,
      [
        ['client_id', { kind: 'text' }, clientId],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * One caregiver or applicant as the vendor has it.
   * @param caregiverId The caregiver's or applicant's id.
   * @throws `NotFoundError`: there is none with this id.
   */
  practitioner(caregiverId: string, options?: CallOptions): Promise<Practitioner> {
    return this.caller.call(
      'connect.practitioners.get',
      READ.Practitioner,
      [
        ['caregiver_id', { kind: 'text' }, caregiverId],
      ],
      options,
    );
  }

  /**
   * Every caregiver and applicant as the vendor has them.
   * @param options.updatedSince Only those that changed at this instant or later.
   * @throws `IncompleteError`: the pages do not add up.
   */
  practitioners(options?: CallOptions & { readonly updatedSince?: Date | Instant | undefined }): Promise<Practitioner[]> {
    return this.caller.call(
      'connect.practitioners.list',
      (json: Json) => each(READ.Practitioner, json),
      [
        ['updated_since', { kind: 'optional', item: { kind: 'instant' } }, options?.updatedSince],
      ],
      options,
    );
  }

  /** As `practitioners`, page by page. */
  practitionerPages(options?: CallOptions & PageSize & { readonly updatedSince?: Date | Instant | undefined }): AsyncGenerator<Page<Practitioner>, void, undefined> {
    return this.caller.pages(
      'connect.practitioners.list',
      READ.Practitioner,
      [
        ['updated_since', { kind: 'optional', item: { kind: 'instant' } }, options?.updatedSince],
      ],
      options,
    );
  }

  /**
   * The practitioners with this id in another system: one, unless somebody made a duplicate.
   * @param externalId The id in another system.
   * @throws `IncompleteError`: the pages do not add up.
   */
  practitionersByExternalId(externalId: string, options?: CallOptions): Promise<Practitioner[]> {
    return this.caller.call(
      'connect.practitioners.by_external_id',
      (json: Json) => each(READ.Practitioner, json),
      [
        ['external_id', { kind: 'text' }, externalId],
      ],
      options,
    );
  }

  /** As `practitionersByExternalId`, page by page. */
  practitionerByExternalIdPages(externalId: string, options?: CallOptions & PageSize): AsyncGenerator<Page<Practitioner>, void, undefined> {
    return this.caller.pages(
      'connect.practitioners.by_external_id',
      READ.Practitioner,
      [
        ['external_id', { kind: 'text' }, externalId],
      ],
      options,
    );
  }

  /**
   * Everybody one of whose numbers this is, be it mobile, home or work. Two people may share one: then both come.
   * @param phone The number, ten digits.
   */
  practitionersByPhone(phone: string, options?: CallOptions): Promise<Practitioner[]> {
    return this.caller.call(
      'connect.practitioners.by_phone',
      (json: Json) => each(READ.Practitioner, json),
      [
        ['phone', { kind: 'text' }, phone],
      ],
      options,
    );
  }

  /**
   * Moves a practitioner to a step of the recruiting pipeline, by the vendor's number; nothing else changes.
   * @param caregiverId The caregiver's or applicant's id.
   * @param number The vendor's number of the step.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `NotFoundError`: there is none with this id.
   */
  setPractitionerPipelineStatus(caregiverId: string, number: number, options: CallOptions & { readonly idempotencyKey: string }): Promise<void> {
    return this.caller.call(
      'connect.practitioners.set_pipeline_status',
      () => undefined,
      [
        ['caregiver_id', { kind: 'text' }, caregiverId],
        ['number', { kind: 'integer' }, number],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Replaces a practitioner's profile tags: certifications and skills, by id.
   * @param caregiverId The caregiver's or applicant's id.
   * @param profileTags All of them, by id: they replace what was there.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `NotFoundError`: there is none with this id.
   */
  setProfileTags(caregiverId: string, profileTags: readonly string[], options: CallOptions & { readonly idempotencyKey: string }): Promise<void> {
    return this.caller.call(
      'connect.practitioners.set_profile_tags',
      () => undefined,
      [
        ['caregiver_id', { kind: 'text' }, caregiverId],
        ['profile_tags', { kind: 'list', item: { kind: 'text' } }, profileTags],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Takes a practitioner out of use and says why.
   * @param caregiverId The caregiver's or applicant's id.
   * @param reason In the vendor's words: Terminated - Quit, Leave of Absence.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `InvalidInputError`: the vendor does not know the reason; nothing was sent.
   * @throws `NotFoundError`: there is none with this id.
   */
  deactivatePractitioner(caregiverId: string, reason: string, options: CallOptions & { readonly idempotencyKey: string }): Promise<void> {
    return this.caller.call(
      'connect.practitioners.deactivate',
      () => undefined,
      [
        ['caregiver_id', { kind: 'text' }, caregiverId],
        ['reason', { kind: 'text' }, reason],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Everybody related to a client: family, doctors, neighbours.
   * @param clientId The client's or prospect's id.
   * @throws `NotFoundError`: there is no such client.
   */
  relatedPersonsOf(clientId: string, options?: CallOptions): Promise<RelatedPerson[]> {
    return this.caller.call(
      'connect.related_persons.of',
      (json: Json) => each(READ.RelatedPerson, json),
      [
        ['client_id', { kind: 'text' }, clientId],
      ],
      options,
    );
  }

  /**
   * Every related person.
   * @param options.updatedSince Only those that changed at this instant or later.
   * @throws `IncompleteError`: the pages do not add up.
   */
  relatedPersons(options?: CallOptions & { readonly updatedSince?: Date | Instant | undefined }): Promise<RelatedPerson[]> {
    return this.caller.call(
      'connect.related_persons.list',
      (json: Json) => each(READ.RelatedPerson, json),
      [
        ['updated_since', { kind: 'optional', item: { kind: 'instant' } }, options?.updatedSince],
      ],
      options,
    );
  }

  /** As `relatedPersons`, page by page. */
  relatedPersonPages(options?: CallOptions & PageSize & { readonly updatedSince?: Date | Instant | undefined }): AsyncGenerator<Page<RelatedPerson>, void, undefined> {
    return this.caller.pages(
      'connect.related_persons.list',
      READ.RelatedPerson,
      [
        ['updated_since', { kind: 'optional', item: { kind: 'instant' } }, options?.updatedSince],
      ],
      options,
    );
  }

  /**
   * Adds a related person, and gives the new id.
   * @param clientId Whose relation it is.
   * @param firstName Given name.
   * @param lastName Family name.
   * @param options.relationship What they are to the client, as the vendor's code: SON.
   * @param options.phone Their mobile number.
   * @param options.emergencyContact Whether to call them in an emergency; no by default.
   * @param options.primaryContact Whether they are the first to be called; no by default.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `InvalidInputError`: a field breaks a rule; nothing was sent.
   */
  createRelatedPerson(clientId: string, firstName: string, lastName: string, options: CallOptions & { readonly relationship?: string | undefined; readonly phone?: string | undefined; readonly emergencyContact?: boolean | undefined; readonly primaryContact?: boolean | undefined; readonly idempotencyKey: string }): Promise<string> {
    return this.caller.call(
      'connect.related_persons.create',
      (json: Json) => json,
      [
        ['client_id', { kind: 'text' }, clientId],
        ['first_name', { kind: 'text' }, firstName],
        ['last_name', { kind: 'text' }, lastName],
        ['relationship', { kind: 'optional', item: { kind: 'text' } }, options?.relationship],
        ['phone', { kind: 'optional', item: { kind: 'text' } }, options?.phone],
        ['emergency_contact', { kind: 'optional', item: { kind: 'flag' } }, options?.emergencyContact],
        ['primary_contact', { kind: 'optional', item: { kind: 'flag' } }, options?.primaryContact],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Changes what is given of a related person, and nothing else.
   * @param relatedPersonId The related person's id.
   * @param options.phone Their mobile number.
   * @param options.emergencyContact Whether to call them in an emergency.
   * @param options.primaryContact Whether they are the first to be called.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `InvalidInputError`: nothing is changed; nothing was sent.
   * @throws `NotFoundError`: there is none with this id.
   */
  updateRelatedPerson(relatedPersonId: string, options: CallOptions & { readonly phone?: string | undefined; readonly emergencyContact?: boolean | undefined; readonly primaryContact?: boolean | undefined; readonly idempotencyKey: string }): Promise<void> {
    return this.caller.call(
      'connect.related_persons.update',
      () => undefined,
      [
        ['related_person_id', { kind: 'text' }, relatedPersonId],
        ['phone', { kind: 'optional', item: { kind: 'text' } }, options?.phone],
        ['emergency_contact', { kind: 'optional', item: { kind: 'flag' } }, options?.emergencyContact],
        ['primary_contact', { kind: 'optional', item: { kind: 'flag' } }, options?.primaryContact],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Removes a related person from a client.
   * @param clientId Whose relation it is.
   * @param relatedPersonId The related person's id.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `NotFoundError`: there is none with this id.
   */
  deleteRelatedPerson(clientId: string, relatedPersonId: string, options: CallOptions & { readonly idempotencyKey: string }): Promise<void> {
    return this.caller.call(
      'connect.related_persons.delete',
      () => undefined,
      [
        ['client_id', { kind: 'text' }, clientId],
        ['related_person_id', { kind: 'text' }, relatedPersonId],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * The appointments of one search: of a client or a caregiver or both, and exactly one of days, week and month.
   * @param options.clientId Only this client's.
   * @param options.caregiverId Only this caregiver's.
   * @param options.firstDay The first of the UTC days they start on.
   * @param options.days How many days, 1 to 7; 1 by default.
   * @param options.week The ISO week they start in, as YYYYWW. Sources do not say where the vendor's weeks begin:
   * days are safer.
   * @param options.month The UTC month they start in, as YYYYMM.
   * @throws `IncompleteError`: the pages do not add up.
   * @throws `InvalidInputError`: nobody is named, or not exactly one span.
   */
  appointments(options?: CallOptions & { readonly clientId?: string | undefined; readonly caregiverId?: string | undefined; readonly firstDay?: CalendarDate | undefined; readonly days?: number | undefined; readonly week?: number | undefined; readonly month?: number | undefined }): Promise<Appointment[]> {
    return this.caller.call(
      'connect.appointments.list',
      (json: Json) => each(READ.Appointment, json),
      [
        ['client_id', { kind: 'optional', item: { kind: 'text' } }, options?.clientId],
        ['caregiver_id', { kind: 'optional', item: { kind: 'text' } }, options?.caregiverId],
        ['first_day', { kind: 'optional', item: { kind: 'date' } }, options?.firstDay],
        ['days', { kind: 'optional', item: { kind: 'integer' } }, options?.days],
        ['week', { kind: 'optional', item: { kind: 'integer' } }, options?.week],
        ['month', { kind: 'optional', item: { kind: 'integer' } }, options?.month],
      ],
      options,
    );
  }

  /** As `appointments`, page by page. */
  appointmentPages(options?: CallOptions & PageSize & { readonly clientId?: string | undefined; readonly caregiverId?: string | undefined; readonly firstDay?: CalendarDate | undefined; readonly days?: number | undefined; readonly week?: number | undefined; readonly month?: number | undefined }): AsyncGenerator<Page<Appointment>, void, undefined> {
    return this.caller.pages(
      'connect.appointments.list',
      READ.Appointment,
      [
        ['client_id', { kind: 'optional', item: { kind: 'text' } }, options?.clientId],
        ['caregiver_id', { kind: 'optional', item: { kind: 'text' } }, options?.caregiverId],
        ['first_day', { kind: 'optional', item: { kind: 'date' } }, options?.firstDay],
        ['days', { kind: 'optional', item: { kind: 'integer' } }, options?.days],
        ['week', { kind: 'optional', item: { kind: 'integer' } }, options?.week],
        ['month', { kind: 'optional', item: { kind: 'integer' } }, options?.month],
      ],
      options,
    );
  }

  /**
   * One occurrence of an appointment.
   * @param appointmentId The appointment's id, which all occurrences of a series share.
   * @param start When the occurrence starts.
   * @throws `NotFoundError`: the series has none at this start.
   */
  appointment(appointmentId: string, start: Date | Instant, options?: CallOptions): Promise<Appointment> {
    return this.caller.call(
      'connect.appointments.get',
      READ.Appointment,
      [
        ['appointment_id', { kind: 'text' }, appointmentId],
        ['start', { kind: 'instant' }, start],
      ],
      options,
    );
  }

  /**
   * The occurrence of an appointment that is nearest to now.
   * @param appointmentId The appointment's id, which all occurrences of a series share.
   * @throws `NotFoundError`: there is none with this id.
   */
  nearestAppointment(appointmentId: string, options?: CallOptions): Promise<Appointment> {
    return this.caller.call(
      'connect.appointments.nearest',
      READ.Appointment,
      [
        ['appointment_id', { kind: 'text' }, appointmentId],
      ],
      options,
    );
  }

  /**
   * Every appointment of a client that overlaps the span, each occurrence once, by start; as many searches as it
   * takes.
   * @param clientId The client's id.
   * @param start The first instant.
   * @param end The instant after the last.
   */
  clientAppointments(clientId: string, start: Date | Instant, end: Date | Instant, options?: CallOptions): Promise<Appointment[]> {
    return this.caller.call(
      'connect.appointments.of_client',
      (json: Json) => each(READ.Appointment, json),
      [
        ['client_id', { kind: 'text' }, clientId],
        ['start', { kind: 'instant' }, start],
        ['end', { kind: 'instant' }, end],
      ],
      options,
    );
  }

  /**
   * Every appointment of a caregiver that overlaps the span, each occurrence once, by start; as many searches as it
   * takes.
   * @param caregiverId The caregiver's id.
   * @param start The first instant.
   * @param end The instant after the last.
   */
  caregiverAppointments(caregiverId: string, start: Date | Instant, end: Date | Instant, options?: CallOptions): Promise<Appointment[]> {
    return this.caller.call(
      'connect.appointments.of_caregiver',
      (json: Json) => each(READ.Appointment, json),
      [
        ['caregiver_id', { kind: 'text' }, caregiverId],
        ['start', { kind: 'instant' }, start],
        ['end', { kind: 'instant' }, end],
      ],
      options,
    );
  }

  /**
   * Plans a visit, and gives the occurrence.
   * @param clientId Whose visit it is.
   * @param start When it is to start, on a whole second.
   * @param end When it is to end, on a whole second.
   * @param options.caregiverId Who comes; nobody by default.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `UnsupportedError`: the vendor does not offer it.
   */
  createAppointment(clientId: string, start: Date | Instant, end: Date | Instant, options: CallOptions & { readonly caregiverId?: string | undefined; readonly idempotencyKey: string }): Promise<Occurrence> {
    return this.caller.call(
      'connect.appointments.create',
      READ.Occurrence,
      [
        ['client_id', { kind: 'text' }, clientId],
        ['start', { kind: 'instant' }, start],
        ['end', { kind: 'instant' }, end],
        ['caregiver_id', { kind: 'optional', item: { kind: 'text' } }, options?.caregiverId],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Gives an occurrence to a caregiver: reads it, looks for overlapping visits of the caregiver, writes it back and
   * reads again. The same caregiver a second time changes nothing.
   * @param appointmentId The appointment's id, which all occurrences of a series share.
   * @param start When the occurrence starts.
   * @param caregiverId The caregiver.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `UnsupportedError`: the vendor does not offer it.
   * @throws `ConflictError`: it is cancelled, somebody else has it, or another visit overlaps.
   * @throws `InDoubtError`: the change does not show.
   */
  assignAppointment(appointmentId: string, start: Date | Instant, caregiverId: string, options: CallOptions & { readonly idempotencyKey: string }): Promise<Appointment> {
    return this.caller.call(
      'connect.appointments.assign',
      READ.Appointment,
      [
        ['appointment_id', { kind: 'text' }, appointmentId],
        ['start', { kind: 'instant' }, start],
        ['caregiver_id', { kind: 'text' }, caregiverId],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Takes a caregiver off an occurrence. One that has nobody is left as it is.
   * @param appointmentId The appointment's id, which all occurrences of a series share.
   * @param start When the occurrence starts.
   * @param caregiverId The caregiver.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `UnsupportedError`: the vendor does not offer it.
   * @throws `ConflictError`: somebody else has it.
   * @throws `InDoubtError`: the change does not show.
   */
  unassignAppointment(appointmentId: string, start: Date | Instant, caregiverId: string, options: CallOptions & { readonly idempotencyKey: string }): Promise<Appointment> {
    return this.caller.call(
      'connect.appointments.unassign',
      READ.Appointment,
      [
        ['appointment_id', { kind: 'text' }, appointmentId],
        ['start', { kind: 'instant' }, start],
        ['caregiver_id', { kind: 'text' }, caregiverId],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Calls off every occurrence of an appointment that is still to come.
   * @param appointmentId The appointment's id, which all occurrences of a series share.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `UnsupportedError`: the vendor does not offer it.
   * @throws `NotFoundError`: there is none with this id.
   */
  cancelAppointmentsToCome(appointmentId: string, options: CallOptions & { readonly idempotencyKey: string }): Promise<void> {
    return this.caller.call(
      'connect.appointments.cancel_all_to_come',
      () => undefined,
      [
        ['appointment_id', { kind: 'text' }, appointmentId],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * One visit that took place or is under way.
   * @param encounterId The encounter's id.
   * @throws `NotFoundError`: there is none with this id.
   */
  encounter(encounterId: string, options?: CallOptions): Promise<Encounter> {
    return this.caller.call(
      'connect.encounters.get',
      READ.Encounter,
      [
        ['encounter_id', { kind: 'text' }, encounterId],
      ],
      options,
    );
  }

  /**
   * The visits of a client or a caregiver or both, by the UTC days they began on.
   * @param firstDay The first day.
   * @param lastDay The last day, which belongs to it.
   * @param options.clientId Only this client's.
   * @param options.caregiverId Only this caregiver's.
   * @throws `IncompleteError`: the pages do not add up.
   * @throws `InvalidInputError`: nobody is named, or the days are out of order.
   */
  encounters(firstDay: CalendarDate, lastDay: CalendarDate, options?: CallOptions & { readonly clientId?: string | undefined; readonly caregiverId?: string | undefined }): Promise<Encounter[]> {
    return this.caller.call(
      'connect.encounters.list',
      (json: Json) => each(READ.Encounter, json),
      [
        ['first_day', { kind: 'date' }, firstDay],
        ['last_day', { kind: 'date' }, lastDay],
        ['client_id', { kind: 'optional', item: { kind: 'text' } }, options?.clientId],
        ['caregiver_id', { kind: 'optional', item: { kind: 'text' } }, options?.caregiverId],
      ],
      options,
    );
  }

  /** As `encounters`, page by page. */
  encounterPages(firstDay: CalendarDate, lastDay: CalendarDate, options?: CallOptions & PageSize & { readonly clientId?: string | undefined; readonly caregiverId?: string | undefined }): AsyncGenerator<Page<Encounter>, void, undefined> {
    return this.caller.pages(
      'connect.encounters.list',
      READ.Encounter,
      [
        ['first_day', { kind: 'date' }, firstDay],
        ['last_day', { kind: 'date' }, lastDay],
        ['client_id', { kind: 'optional', item: { kind: 'text' } }, options?.clientId],
        ['caregiver_id', { kind: 'optional', item: { kind: 'text' } }, options?.caregiverId],
      ],
      options,
    );
  }

  /**
   * Records a visit that was not clocked, and gives the new id.
   * @param clientId Who received care.
   * @param caregiverId Who gave it.
   * @param status How far it has come: IN_PROGRESS, COMPLETE.
   * @param start When it began.
   * @param options.end When it ended.
   * @param options.appointmentId The appointment it belongs to.
   * @param options.billRateMethod How it is billed; goes with the id of the rate.
   * @param options.billRateId The id of the rate it is billed by.
   * @param options.payRateMethod How it is paid; goes with the id of the rate.
   * @param options.payRateId The id of the rate it is paid by.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `InvalidInputError`: a field breaks a rule; nothing was sent.
   */
  createEncounter(clientId: string, caregiverId: string, status: EncounterStatus, start: Date | Instant, options: CallOptions & { readonly end?: Date | Instant | undefined; readonly appointmentId?: string | undefined; readonly billRateMethod?: RateMethod | undefined; readonly billRateId?: string | undefined; readonly payRateMethod?: RateMethod | undefined; readonly payRateId?: string | undefined; readonly idempotencyKey: string }): Promise<string> {
    return this.caller.call(
      'connect.encounters.create',
      (json: Json) => json,
      [
        ['client_id', { kind: 'text' }, clientId],
        ['caregiver_id', { kind: 'text' }, caregiverId],
        ['status', { kind: 'text' }, status],
        ['start', { kind: 'instant' }, start],
        ['end', { kind: 'optional', item: { kind: 'instant' } }, options?.end],
        ['appointment_id', { kind: 'optional', item: { kind: 'text' } }, options?.appointmentId],
        ['bill_rate_method', { kind: 'optional', item: { kind: 'text' } }, options?.billRateMethod],
        ['bill_rate_id', { kind: 'optional', item: { kind: 'text' } }, options?.billRateId],
        ['pay_rate_method', { kind: 'optional', item: { kind: 'text' } }, options?.payRateMethod],
        ['pay_rate_id', { kind: 'optional', item: { kind: 'text' } }, options?.payRateId],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Changes what is given of a recorded visit, and nothing else.
   * @param encounterId The encounter's id.
   * @param options.status How far it has come: IN_PROGRESS, COMPLETE.
   * @param options.start When it began.
   * @param options.end When it ended.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `InvalidInputError`: nothing is changed; nothing was sent.
   * @throws `NotFoundError`: there is none with this id.
   */
  updateEncounter(encounterId: string, options: CallOptions & { readonly status?: EncounterStatus | undefined; readonly start?: Date | Instant | undefined; readonly end?: Date | Instant | undefined; readonly idempotencyKey: string }): Promise<void> {
    return this.caller.call(
      'connect.encounters.update',
      () => undefined,
      [
        ['encounter_id', { kind: 'text' }, encounterId],
        ['status', { kind: 'optional', item: { kind: 'text' } }, options?.status],
        ['start', { kind: 'optional', item: { kind: 'instant' } }, options?.start],
        ['end', { kind: 'optional', item: { kind: 'instant' } }, options?.end],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Deletes a recorded visit.
   * @param encounterId The encounter's id.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `NotFoundError`: there is none with this id.
   */
  deleteEncounter(encounterId: string, options: CallOptions & { readonly idempotencyKey: string }): Promise<void> {
    return this.caller.call(
      'connect.encounters.delete',
      () => undefined,
      [
        ['encounter_id', { kind: 'text' }, encounterId],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Clocks in to an appointment, at an instant and a place. Doing it again gives the same encounter.
   * @param appointmentId The appointment's id, not the encounter's: the encounter begins here.
   * @param at When the caregiver came.
   * @param latitude Degrees north (WGS 84), -90 to 90.
   * @param longitude Degrees east (WGS 84), -180 to 180. 0, 0 is refused: it is what programs send that do not know
   * the place.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `NotFoundError`: there is no such appointment.
   * @throws `RejectedError`: nobody is assigned, or the visit is cancelled.
   */
  clockIn(appointmentId: string, at: Date | Instant, latitude: number, longitude: number, options: CallOptions & { readonly idempotencyKey: string }): Promise<ClockedIn> {
    return this.caller.call(
      'connect.encounters.clock_in',
      READ.ClockedIn,
      [
        ['appointment_id', { kind: 'text' }, appointmentId],
        ['at', { kind: 'instant' }, at],
        ['latitude', { kind: 'number' }, latitude],
        ['longitude', { kind: 'number' }, longitude],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Clocks out of an encounter. Doing it again changes nothing.
   * @param encounterId The encounter's id, not the appointment's.
   * @param at When the caregiver left.
   * @param latitude Degrees north (WGS 84), -90 to 90.
   * @param longitude Degrees east (WGS 84), -180 to 180. 0, 0 is refused: it is what programs send that do not know
   * the place.
   * @param options.comment What is to be said of the visit, up to 1000 characters.
   * @param options.mileage Miles driven for the client.
   * @param options.mileageDescription What they were driven for.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `NotFoundError`: there is no such encounter.
   * @throws `RejectedError`: the end is before the start.
   */
  clockOut(encounterId: string, at: Date | Instant, latitude: number, longitude: number, options: CallOptions & { readonly comment?: string | undefined; readonly mileage?: number | undefined; readonly mileageDescription?: string | undefined; readonly idempotencyKey: string }): Promise<void> {
    return this.caller.call(
      'connect.encounters.clock_out',
      () => undefined,
      [
        ['encounter_id', { kind: 'text' }, encounterId],
        ['at', { kind: 'instant' }, at],
        ['latitude', { kind: 'number' }, latitude],
        ['longitude', { kind: 'number' }, longitude],
        ['comment', { kind: 'optional', item: { kind: 'text' } }, options?.comment],
        ['mileage', { kind: 'optional', item: { kind: 'number' } }, options?.mileage],
        ['mileage_description', { kind: 'optional', item: { kind: 'text' } }, options?.mileageDescription],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * The notes on a visit.
   * @param encounterId The encounter's id.
   * @throws `NotFoundError`: there is no such encounter.
   */
  taskLogs(encounterId: string, options?: CallOptions): Promise<TaskLog[]> {
    return this.caller.call(
      'connect.task_logs.of',
      (json: Json) => each(READ.TaskLog, json),
      [
        ['encounter_id', { kind: 'text' }, encounterId],
      ],
      options,
    );
  }

  /**
   * Writes a note on a visit, and gives the new id.
   * @param encounterId The encounter's id.
   * @param note The note.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `InvalidInputError`: a field breaks a rule; nothing was sent.
   * @throws `NotFoundError`: there is no such encounter.
   */
  createTaskLog(encounterId: string, note: NewTaskLogFields, options: CallOptions & { readonly idempotencyKey: string }): Promise<string> {
    return this.caller.call(
      'connect.task_logs.create',
      (json: Json) => json,
      [
        ['encounter_id', { kind: 'text' }, encounterId],
        ['note', { kind: 'record', name: 'NewTaskLog' }, note],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Replaces a note on a visit.
   * @param encounterId The encounter's id.
   * @param taskLogId The note's id.
   * @param note What it is to become.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `NotFoundError`: there is no such encounter or note.
   */
  updateTaskLog(encounterId: string, taskLogId: string, note: NewTaskLogFields, options: CallOptions & { readonly idempotencyKey: string }): Promise<void> {
    return this.caller.call(
      'connect.task_logs.update',
      () => undefined,
      [
        ['encounter_id', { kind: 'text' }, encounterId],
        ['task_log_id', { kind: 'text' }, taskLogId],
        ['note', { kind: 'record', name: 'NewTaskLog' }, note],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Writes a note where a client has a visit in the span, and says what became of it.
   * @param clientId Whose visit.
   * @param start From when on visits are looked for.
   * @param end Up to when.
   * @param note The note.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `ServerError`: WellSky failed to take it: try again later under the same key.
   */
  attachNote(clientId: string, start: Date | Instant, end: Date | Instant, note: NewTaskLogFields, options: CallOptions & { readonly idempotencyKey: string }): Promise<NoteOutcome> {
    return this.caller.call(
      'connect.task_logs.attach',
      READ.NoteOutcome,
      [
        ['client_id', { kind: 'text' }, clientId],
        ['start', { kind: 'instant' }, start],
        ['end', { kind: 'instant' }, end],
        ['note', { kind: 'record', name: 'NewTaskLog' }, note],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Says what became of a task of a visit.
   * @param encounterId The encounter's id.
   * @param taskId The task's id.
   * @param outcome What became of it.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `InvalidInputError`: a task that was not done has no comment; nothing was sent.
   * @throws `NotFoundError`: there is no such encounter or task.
   */
  updateTask(encounterId: string, taskId: string, outcome: TaskOutcomeFields, options: CallOptions & { readonly idempotencyKey: string }): Promise<void> {
    return this.caller.call(
      'connect.tasks.update',
      () => undefined,
      [
        ['encounter_id', { kind: 'text' }, encounterId],
        ['task_id', { kind: 'text' }, taskId],
        ['outcome', { kind: 'record', name: 'TaskOutcome' }, outcome],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * What the vendor keeps of a document.
   * @param documentId The document's id.
   * @throws `NotFoundError`: there is none with this id.
   */
  document(documentId: string, options?: CallOptions): Promise<Document> {
    return this.caller.call(
      'connect.documents.get',
      READ.Document,
      [
        ['document_id', { kind: 'text' }, documentId],
      ],
      options,
    );
  }

  /**
   * The documents of a client or of a caregiver.
   * @param options.clientId A client's or prospect's.
   * @param options.caregiverId A caregiver's or applicant's.
   * @throws `NotFoundError`: there is nobody with this id.
   */
  documents(options?: CallOptions & { readonly clientId?: string | undefined; readonly caregiverId?: string | undefined }): Promise<Document[]> {
    return this.caller.call(
      'connect.documents.of',
      (json: Json) => each(READ.Document, json),
      [
        ['client_id', { kind: 'optional', item: { kind: 'text' } }, options?.clientId],
        ['caregiver_id', { kind: 'optional', item: { kind: 'text' } }, options?.caregiverId],
      ],
      options,
    );
  }

  /**
   * Files a document, and gives the new id.
   * @param title The name of the file.
   * @param content The bytes, at most 10 MB.
   * @param contentType The media type: text/plain, application/pdf, image/png and a few more.
   * @param kind What kind of document it is, in words: General.
   * @param options.clientId A client's or prospect's; exactly one of the two.
   * @param options.caregiverId A caregiver's or applicant's; exactly one of the two.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `InvalidInputError`: it is too large, or of a type the vendor does not take; nothing was sent.
   * @throws `ServerError`: the vendor is known to fail here: try again later under the same key.
   */
  createDocument(title: string, content: Uint8Array, contentType: string, kind: string, options: CallOptions & { readonly clientId?: string | undefined; readonly caregiverId?: string | undefined; readonly idempotencyKey: string }): Promise<string> {
    return this.caller.call(
      'connect.documents.create',
      (json: Json) => json,
      [
        ['title', { kind: 'text' }, title],
        ['content', { kind: 'bytes' }, content],
        ['content_type', { kind: 'text' }, contentType],
        ['kind', { kind: 'text' }, kind],
        ['client_id', { kind: 'optional', item: { kind: 'text' } }, options?.clientId],
        ['caregiver_id', { kind: 'optional', item: { kind: 'text' } }, options?.caregiverId],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * The activities the agency offers, with the ids a care plan names them by.
   * @param kind The kind: ADL, IADL.
   */
  activities(kind: ActivityType, options?: CallOptions): Promise<Activity[]> {
    return this.caller.call(
      'connect.care_plans.activities',
      (json: Json) => each(READ.Activity, json),
      [
        ['kind', { kind: 'text' }, kind],
      ],
      options,
    );
  }

  /**
   * Writes the activities of a client's care plan.
   * @param clientId The client's id.
   * @param activities The activities.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `InvalidInputError`: a field breaks a rule; nothing was sent.
   * @throws `NotFoundError`: there is no such client.
   */
  writeCarePlan(clientId: string, activities: readonly PlannedActivityFields[], options: CallOptions & { readonly idempotencyKey: string }): Promise<void> {
    return this.caller.call(
      'connect.care_plans.write',
      () => undefined,
      [
        ['client_id', { kind: 'text' }, clientId],
        ['activities', { kind: 'list', item: { kind: 'record', name: 'PlannedActivity' } }, activities],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * The lines of billing and pay of a client or a caregiver or both.
   * @param firstDay The first day.
   * @param lastDay The last day, which belongs to it.
   * @param options.clientId Only this client's.
   * @param options.caregiverId Only this caregiver's.
   * @throws `IncompleteError`: the pages do not add up.
   * @throws `InvalidInputError`: nobody is named, an id is no whole number, or the days are out of order.
   */
  chargeItems(firstDay: CalendarDate, lastDay: CalendarDate, options?: CallOptions & { readonly clientId?: string | undefined; readonly caregiverId?: string | undefined }): Promise<ChargeItem[]> {
    return this.caller.call(
      'connect.charge_items.list',
      (json: Json) => each(READ.ChargeItem, json),
      [
        ['first_day', { kind: 'date' }, firstDay],
        ['last_day', { kind: 'date' }, lastDay],
        ['client_id', { kind: 'optional', item: { kind: 'text' } }, options?.clientId],
        ['caregiver_id', { kind: 'optional', item: { kind: 'text' } }, options?.caregiverId],
      ],
      options,
    );
  }

  /** As `chargeItems`, page by page. */
  chargeItemPages(firstDay: CalendarDate, lastDay: CalendarDate, options?: CallOptions & PageSize & { readonly clientId?: string | undefined; readonly caregiverId?: string | undefined }): AsyncGenerator<Page<ChargeItem>, void, undefined> {
    return this.caller.pages(
      'connect.charge_items.list',
      READ.ChargeItem,
      [
        ['first_day', { kind: 'date' }, firstDay],
        ['last_day', { kind: 'date' }, lastDay],
        ['client_id', { kind: 'optional', item: { kind: 'text' } }, options?.clientId],
        ['caregiver_id', { kind: 'optional', item: { kind: 'text' } }, options?.caregiverId],
      ],
      options,
    );
  }

  /**
   * One task of the office. The vendor offers no search: keep the ids.
   * @param adminTaskId The task's id.
   * @throws `NotFoundError`: there is none with this id.
   */
  adminTask(adminTaskId: string, options?: CallOptions): Promise<AdminTask> {
    return this.caller.call(
      'connect.admin_tasks.get',
      READ.AdminTask,
      [
        ['admin_task_id', { kind: 'text' }, adminTaskId],
      ],
      options,
    );
  }

  /**
   * Creates a task for the office, and gives the new id. It cannot be searched for afterwards.
   * @param description What is to be done, 1 to 5000 characters.
   * @param options.clientId The client or prospect it is about; exactly one of the two.
   * @param options.caregiverId The caregiver or applicant it is about; exactly one of the two.
   * @param options.owners The ids of the office's users it is for; nobody in particular by default.
   * @param options.executionDate The day it is for.
   * @param options.due When it is due.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `InvalidInputError`: a field breaks a rule; nothing was sent.
   */
  createAdminTask(description: string, options: CallOptions & { readonly clientId?: string | undefined; readonly caregiverId?: string | undefined; readonly owners?: readonly string[] | undefined; readonly executionDate?: CalendarDate | undefined; readonly due?: Date | Instant | undefined; readonly idempotencyKey: string }): Promise<string> {
    return this.caller.call(
      'connect.admin_tasks.create',
      (json: Json) => json,
      [
        ['description', { kind: 'text' }, description],
        ['client_id', { kind: 'optional', item: { kind: 'text' } }, options?.clientId],
        ['caregiver_id', { kind: 'optional', item: { kind: 'text' } }, options?.caregiverId],
        ['owners', { kind: 'optional', item: { kind: 'list', item: { kind: 'text' } } }, options?.owners],
        ['execution_date', { kind: 'optional', item: { kind: 'date' } }, options?.executionDate],
        ['due', { kind: 'optional', item: { kind: 'instant' } }, options?.due],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * One subscription to the vendor's events.
   * @param subscriptionId The subscription's id.
   * @throws `NotFoundError`: there is none with this id.
   */
  subscription(subscriptionId: string, options?: CallOptions): Promise<Subscription> {
    return this.caller.call(
      'connect.subscriptions.get',
      READ.Subscription,
      [
        ['subscription_id', { kind: 'text' }, subscriptionId],
      ],
      options,
    );
  }

  /**
   * Every subscription to the vendor's events.
   * @throws `IncompleteError`: the pages do not add up.
   */
  subscriptions(options?: CallOptions): Promise<Subscription[]> {
    return this.caller.call(
      'connect.subscriptions.list',
      (json: Json) => each(READ.Subscription, json),
      [],
      options,
    );
  }

  /** As `subscriptions`, page by page. */
  subscriptionPages(options?: CallOptions & PageSize): AsyncGenerator<Page<Subscription>, void, undefined> {
    return this.caller.pages(
      'connect.subscriptions.list',
      READ.Subscription,
      [],
      options,
    );
  }

  /**
   * Subscribes to an event, and gives the new id. A delivery says which record changed and nothing more.
   * @param criteria What it waits for: patient.created, encounter.clockout.changed and the like.
   * @param reason What it is for, in words.
   * @param endpoint Where events are to be delivered: an https address.
   * @param bearer What deliveries carry as the bearer of their authorization: the only proof that they come from the
   * vendor. At least 16 visible ASCII characters.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `InvalidInputError`: a field breaks a rule; nothing was sent.
   */
  createSubscription(criteria: Criteria, reason: string, endpoint: string, bearer: string, options: CallOptions & { readonly idempotencyKey: string }): Promise<string> {
    return this.caller.call(
      'connect.subscriptions.create',
      (json: Json) => json,
      [
        ['criteria', { kind: 'text' }, criteria],
        ['reason', { kind: 'text' }, reason],
        ['endpoint', { kind: 'text' }, endpoint],
        ['bearer', { kind: 'text' }, bearer],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Ends a subscription.
   * @param subscriptionId The subscription's id.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `NotFoundError`: there is none with this id.
   */
  deleteSubscription(subscriptionId: string, options: CallOptions & { readonly idempotencyKey: string }): Promise<void> {
    return this.caller.call(
      'connect.subscriptions.delete',
      () => undefined,
      [
        ['subscription_id', { kind: 'text' }, subscriptionId],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * One certification or skill. The vendor offers no list of them.
   * @param profileTagId The tag's id.
   * @throws `NotFoundError`: there is none with this id.
   */
  profileTag(profileTagId: string, options?: CallOptions): Promise<ProfileTag> {
    return this.caller.call(
      'connect.profile_tags.get',
      READ.ProfileTag,
      [
        ['profile_tag_id', { kind: 'text' }, profileTagId],
      ],
      options,
    );
  }

  /**
   * Creates a certification or skill, and gives the new id.
   * @param tag The tag.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   */
  createProfileTag(tag: NewProfileTag, options: CallOptions & { readonly idempotencyKey: string }): Promise<string> {
    return this.caller.call(
      'connect.profile_tags.create',
      (json: Json) => json,
      [
        ['tag', { kind: 'record', name: 'NewProfileTag' }, tag],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Replaces a certification or skill.
   * @param profileTagId The tag's id.
   * @param tag What it is to become.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `NotFoundError`: there is none with this id.
   */
  updateProfileTag(profileTagId: string, tag: NewProfileTag, options: CallOptions & { readonly idempotencyKey: string }): Promise<void> {
    return this.caller.call(
      'connect.profile_tags.update',
      () => undefined,
      [
        ['profile_tag_id', { kind: 'text' }, profileTagId],
        ['tag', { kind: 'record', name: 'NewProfileTag' }, tag],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Every location of the agency.
   * @throws `IncompleteError`: the pages do not add up.
   */
  locations(options?: CallOptions): Promise<Location[]> {
    return this.caller.call(
      'connect.locations.list',
      (json: Json) => each(READ.Location, json),
      [],
      options,
    );
  }

  /** As `locations`, page by page. */
  locationPages(options?: CallOptions & PageSize): AsyncGenerator<Page<Location>, void, undefined> {
    return this.caller.pages(
      'connect.locations.list',
      READ.Location,
      [],
      options,
    );
  }

  /** Every organization. The vendor gives them at once. */
  organizations(options?: CallOptions): Promise<Organization[]> {
    return this.caller.call(
      'connect.organizations.list',
      (json: Json) => each(READ.Organization, json),
      [],
      options,
    );
  }

  /**
   * Every user of the office.
   * @throws `IncompleteError`: the pages do not add up.
   */
  admins(options?: CallOptions): Promise<Admin[]> {
    return this.caller.call(
      'connect.admins.list',
      (json: Json) => each(READ.Admin, json),
      [],
      options,
    );
  }

  /** As `admins`, page by page. */
  adminPages(options?: CallOptions & PageSize): AsyncGenerator<Page<Admin>, void, undefined> {
    return this.caller.pages(
      'connect.admins.list',
      READ.Admin,
      [],
      options,
    );
  }

  /**
   * One place clients come from. The vendor offers no list: keep the ids.
   * @param referralSourceId The referral source's id.
   * @throws `NotFoundError`: there is none with this id.
   */
  referralSource(referralSourceId: string, options?: CallOptions): Promise<ReferralSource> {
    return this.caller.call(
      'connect.referral_sources.get',
      READ.ReferralSource,
      [
        ['referral_source_id', { kind: 'text' }, referralSourceId],
      ],
      options,
    );
  }

  /**
   * Creates a referral source, and gives the new id.
   * @param source The referral source.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   */
  createReferralSource(source: NewReferralSource, options: CallOptions & { readonly idempotencyKey: string }): Promise<string> {
    return this.caller.call(
      'connect.referral_sources.create',
      (json: Json) => json,
      [
        ['source', { kind: 'record', name: 'NewReferralSource' }, source],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Replaces a referral source.
   * @param referralSourceId The referral source's id.
   * @param source What it is to become.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `NotFoundError`: there is none with this id.
   */
  updateReferralSource(referralSourceId: string, source: NewReferralSource, options: CallOptions & { readonly idempotencyKey: string }): Promise<void> {
    return this.caller.call(
      'connect.referral_sources.update',
      () => undefined,
      [
        ['referral_source_id', { kind: 'text' }, referralSourceId],
        ['source', { kind: 'record', name: 'NewReferralSource' }, source],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }
}

/** What can be asked of a scheduling service. */
export abstract class ProviderOperations {
  /** What runs the operations. */
  protected abstract readonly caller: Caller;

  /**
   * Tries the credentials and says whose they are.
   * @throws `AuthenticationError`: the credentials were refused.
   */
  verify(options?: CallOptions): Promise<ProviderAccount> {
    return this.caller.call(
      'provider.verify',
      READ.ProviderAccount,
      [],
      options,
    );
  }

  /** What the provider can do, with its limits. Nothing is sent. */
  capabilities(options?: CallOptions): Promise<ProviderCapabilities> {
    return this.caller.call(
      'provider.capabilities',
      READ.ProviderCapabilities,
      [],
      options,
    );
  }

  /**
   * Renews the credentials now, where they can be.
   * @throws `AuthenticationError`: a person has to sign in again.
   */
  refreshCredentials(options?: CallOptions): Promise<RefreshedCredentials> {
    return this.caller.call(
      'provider.refresh_credentials',
      READ.RefreshedCredentials,
      [],
      options,
    );
  }

  /**
   * Every appointment that starts in a range, in order of start, with what could not be read beside them.
   * @param start Those that start at this instant or later.
   * @param end Those that start before this instant.
   * @param options.cancelled include (the default) or exclude what was called off: who does not see cancellations
   * takes them for appointments.
   * @param options.calendar Only with this calendar.
   * @param options.appointmentType Only of this type.
   * @param options.pageSize At most so many in one page of the service; its own limit holds as well.
   * @throws `IncompleteError`: the pages lead in a circle.
   */
  bookings(start: Date | Instant, end: Date | Instant, options?: CallOptions & { readonly cancelled?: string | undefined; readonly calendar?: string | undefined; readonly appointmentType?: string | undefined; readonly pageSize?: number | undefined }): Promise<BookingList> {
    return this.caller.call(
      'provider.list',
      READ.BookingList,
      [
        ['start', { kind: 'instant' }, start],
        ['end', { kind: 'instant' }, end],
        ['cancelled', { kind: 'optional', item: { kind: 'text' } }, options?.cancelled],
        ['calendar', { kind: 'optional', item: { kind: 'text' } }, options?.calendar],
        ['appointment_type', { kind: 'optional', item: { kind: 'text' } }, options?.appointmentType],
        ['page_size', { kind: 'optional', item: { kind: 'integer' } }, options?.pageSize],
      ],
      options,
    );
  }

  /**
   * One page of the appointments that start in a range.
   * @param start Those that start at this instant or later.
   * @param end Those that start before this instant.
   * @param options.cancelled include (the default) or exclude what was called off: who does not see cancellations
   * takes them for appointments.
   * @param options.calendar Only with this calendar.
   * @param options.appointmentType Only of this type.
   * @param options.pageSize At most so many in the page; the service's own limit holds as well.
   * @param options.cursor Where to go on: `next` of the page before.
   */
  bookingPage(start: Date | Instant, end: Date | Instant, options?: CallOptions & { readonly cancelled?: string | undefined; readonly calendar?: string | undefined; readonly appointmentType?: string | undefined; readonly pageSize?: number | undefined; readonly cursor?: string | undefined }): Promise<BookingPage> {
    return this.caller.call(
      'provider.page',
      READ.BookingPage,
      [
        ['start', { kind: 'instant' }, start],
        ['end', { kind: 'instant' }, end],
        ['cancelled', { kind: 'optional', item: { kind: 'text' } }, options?.cancelled],
        ['calendar', { kind: 'optional', item: { kind: 'text' } }, options?.calendar],
        ['appointment_type', { kind: 'optional', item: { kind: 'text' } }, options?.appointmentType],
        ['page_size', { kind: 'optional', item: { kind: 'integer' } }, options?.pageSize],
        ['cursor', { kind: 'optional', item: { kind: 'text' } }, options?.cursor],
      ],
      options,
    );
  }

  /**
   * What changed in a window since a state; without one, everything is new.
   * @param start The first instant of the window.
   * @param end The instant after the last.
   * @param options.since `next` of the changes before; without it, everything is new.
   */
  changes(start: Date | Instant, end: Date | Instant, options?: CallOptions & { readonly since?: string | undefined }): Promise<BookingChanges> {
    return this.caller.call(
      'provider.changes',
      READ.BookingChanges,
      [
        ['start', { kind: 'instant' }, start],
        ['end', { kind: 'instant' }, end],
        ['since', { kind: 'optional', item: { kind: 'text' } }, options?.since],
      ],
      options,
    );
  }

  /**
   * One appointment.
   * @param appointmentId The service's id.
   * @throws `NotFoundError`: the service does not have it.
   */
  booking(appointmentId: string, options?: CallOptions): Promise<Booking> {
    return this.caller.call(
      'provider.get',
      READ.Booking,
      [
        ['appointment_id', { kind: 'text' }, appointmentId],
      ],
      options,
    );
  }

  /**
   * Books. The same key never books twice, even when the answer to the first attempt was lost.
   * @param booking The appointment.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `ConflictError`: somebody else has the slot (problem slot_taken).
   * @throws `KeyReuseError`: the key stands for another booking.
   * @throws `InDoubtError`: nobody can say whether it was done: look at the appointment.
   */
  create(booking: NewBookingFields, options: CallOptions & { readonly idempotencyKey: string }): Promise<BookingWritten> {
    return this.caller.call(
      'provider.create',
      READ.BookingWritten,
      [
        ['booking', { kind: 'record', name: 'NewBooking' }, booking],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Books a slot for a client, as the client would. The same key never books twice.
   * @param slot A slot as it was offered.
   * @param client For whom.
   * @param zone The IANA zone the client reads it in.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @param options.consentGivenAt When the client agreed to the keeping of health information; with `consent_terms`
   * or not at all.
   * @param options.consentTerms What the client agreed to: the name or version of the text.
   * @param options.options What only one service knows, by the names its adapter documents; an unknown name is
   * refused.
   * @throws `ConflictError`: somebody else has the slot (problem slot_taken).
   * @throws `KeyReuseError`: the key stands for another booking.
   * @throws `InDoubtError`: nobody can say whether it was done: look at the appointment.
   */
  book(slot: SlotFields, client: BookingClientFields, zone: string, options: CallOptions & { readonly idempotencyKey: string; readonly consentGivenAt?: Date | Instant | undefined; readonly consentTerms?: string | undefined; readonly options?: Readonly<{ [key: string]: string }> | undefined }): Promise<BookingWritten> {
    return this.caller.call(
      'provider.book',
      READ.BookingWritten,
      [
        ['slot', { kind: 'record', name: 'Slot' }, slot],
        ['client', { kind: 'record', name: 'BookingClient' }, client],
        ['zone', { kind: 'text' }, zone],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
        ['consent_given_at', { kind: 'optional', item: { kind: 'instant' } }, options?.consentGivenAt],
        ['consent_terms', { kind: 'optional', item: { kind: 'text' } }, options?.consentTerms],
        ['options', { kind: 'optional', item: { kind: 'map', item: { kind: 'text' } } }, options?.options],
      ],
      options,
    );
  }

  /**
   * Changes details; what is left out stays as it is.
   * @param appointmentId The service's id.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @param options.first The given name.
   * @param options.last The family name.
   * @param options.email The e-mail address.
   * @param options.phone The telephone number.
   * @param options.notes Notes: health information.
   * @param options.answers Answers of the booking form: health information.
   * @param options.expected Only if the record still has this version.
   * @param options.actingAs In whose name: client (the default: the service's rules hold) or office.
   * @param options.notify Whether the service tells the client: as_configured (the default) or suppress.
   * @param options.options What only one service knows, by the names its adapter documents; an unknown name is
   * refused.
   * @throws `NotFoundError`: the service does not have it.
   * @throws `InDoubtError`: nobody can say whether it was done: look at the appointment.
   */
  update(appointmentId: string, options: CallOptions & { readonly idempotencyKey: string; readonly first?: string | undefined; readonly last?: string | undefined; readonly email?: string | undefined; readonly phone?: string | undefined; readonly notes?: string | undefined; readonly answers?: readonly BookingAnswerFields[] | undefined; readonly expected?: string | undefined; readonly actingAs?: string | undefined; readonly notify?: string | undefined; readonly options?: Readonly<{ [key: string]: string }> | undefined }): Promise<BookingWritten> {
    return this.caller.call(
      'provider.update',
      READ.BookingWritten,
      [
        ['appointment_id', { kind: 'text' }, appointmentId],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
        ['first', { kind: 'optional', item: { kind: 'text' } }, options?.first],
        ['last', { kind: 'optional', item: { kind: 'text' } }, options?.last],
        ['email', { kind: 'optional', item: { kind: 'text' } }, options?.email],
        ['phone', { kind: 'optional', item: { kind: 'text' } }, options?.phone],
        ['notes', { kind: 'optional', item: { kind: 'text' } }, options?.notes],
        ['answers', { kind: 'optional', item: { kind: 'list', item: { kind: 'record', name: 'BookingAnswer' } } }, options?.answers],
        ['expected', { kind: 'optional', item: { kind: 'text' } }, options?.expected],
        ['acting_as', { kind: 'optional', item: { kind: 'text' } }, options?.actingAs],
        ['notify', { kind: 'optional', item: { kind: 'text' } }, options?.notify],
        ['options', { kind: 'optional', item: { kind: 'map', item: { kind: 'text' } } }, options?.options],
      ],
      options,
    );
  }

  /**
   * Moves to another time: in place, or by a new record that takes the old one's place.
   * @param appointmentId The service's id.
   * @param start When it shall start.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @param options.end When it shall end; by default it keeps its length.
   * @param options.calendar With whom; by default with whom it was.
   * @param options.anyCalendar True for anyone the service chooses, in place of a calendar.
   * @param options.zone The IANA zone the client reads it in; by default the one it has.
   * @param options.hold The hold that keeps the slot.
   * @param options.expected Only if the record still has this version.
   * @param options.actingAs In whose name: client (the default: the service's rules hold) or office.
   * @param options.notify Whether the service tells the client: as_configured (the default) or suppress.
   * @throws `NotFoundError`: the service does not have it.
   * @throws `ConflictError`: somebody else has the slot (problem slot_taken).
   * @throws `RejectedError`: it was called off, or the account's rules forbid it.
   * @throws `InDoubtError`: nobody can say whether it was done: look at the appointment.
   */
  reschedule(appointmentId: string, start: Date | Instant, options: CallOptions & { readonly idempotencyKey: string; readonly end?: Date | Instant | undefined; readonly calendar?: string | undefined; readonly anyCalendar?: boolean | undefined; readonly zone?: string | undefined; readonly hold?: string | undefined; readonly expected?: string | undefined; readonly actingAs?: string | undefined; readonly notify?: string | undefined }): Promise<BookingWritten> {
    return this.caller.call(
      'provider.reschedule',
      READ.BookingWritten,
      [
        ['appointment_id', { kind: 'text' }, appointmentId],
        ['start', { kind: 'instant' }, start],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
        ['end', { kind: 'optional', item: { kind: 'instant' } }, options?.end],
        ['calendar', { kind: 'optional', item: { kind: 'text' } }, options?.calendar],
        ['any_calendar', { kind: 'optional', item: { kind: 'flag' } }, options?.anyCalendar],
        ['zone', { kind: 'optional', item: { kind: 'text' } }, options?.zone],
        ['hold', { kind: 'optional', item: { kind: 'text' } }, options?.hold],
        ['expected', { kind: 'optional', item: { kind: 'text' } }, options?.expected],
        ['acting_as', { kind: 'optional', item: { kind: 'text' } }, options?.actingAs],
        ['notify', { kind: 'optional', item: { kind: 'text' } }, options?.notify],
      ],
      options,
    );
  }

  /**
   * Calls off. What is called off already is left as it is.
   * @param appointmentId The service's id.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @param options.by Who does: host (the default), client, system.
   * @param options.reason Why, for those who read the appointment.
   * @param options.scope What: appointment (the default: this client's and no other) or whole_group.
   * @param options.expected Only if the record still has this version.
   * @param options.actingAs In whose name: client (the default: the service's rules hold) or office.
   * @param options.notify Whether the service tells the client: as_configured (the default) or suppress.
   * @throws `NotFoundError`: the service does not have it.
   * @throws `RejectedError`: the account's rules forbid it.
   * @throws `InDoubtError`: nobody can say whether it was done: look at the appointment.
   */
  cancel(appointmentId: string, options: CallOptions & { readonly idempotencyKey: string; readonly by?: string | undefined; readonly reason?: string | undefined; readonly scope?: string | undefined; readonly expected?: string | undefined; readonly actingAs?: string | undefined; readonly notify?: string | undefined }): Promise<BookingWritten> {
    return this.caller.call(
      'provider.cancel',
      READ.BookingWritten,
      [
        ['appointment_id', { kind: 'text' }, appointmentId],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
        ['by', { kind: 'optional', item: { kind: 'text' } }, options?.by],
        ['reason', { kind: 'optional', item: { kind: 'text' } }, options?.reason],
        ['scope', { kind: 'optional', item: { kind: 'text' } }, options?.scope],
        ['expected', { kind: 'optional', item: { kind: 'text' } }, options?.expected],
        ['acting_as', { kind: 'optional', item: { kind: 'text' } }, options?.actingAs],
        ['notify', { kind: 'optional', item: { kind: 'text' } }, options?.notify],
      ],
      options,
    );
  }

  /**
   * Gives a status.
   * @param appointmentId The service's id.
   * @param change confirm, complete, mark_no_show, revert_no_show.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `NotFoundError`: the service does not have it.
   * @throws `UnsupportedError`: the service cannot express the status.
   */
  setStatus(appointmentId: string, change: string, options: CallOptions & { readonly idempotencyKey: string }): Promise<BookingWritten> {
    return this.caller.call(
      'provider.set_status',
      READ.BookingWritten,
      [
        ['appointment_id', { kind: 'text' }, appointmentId],
        ['change', { kind: 'text' }, change],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /** The kinds of appointment that can be booked, inactive ones among them. */
  appointmentTypes(options?: CallOptions): Promise<BookingType[]> {
    return this.caller.call(
      'provider.appointment_types',
      (json: Json) => each(READ.BookingType, json),
      [],
      options,
    );
  }

  /** The calendars that can be booked. */
  calendars(options?: CallOptions): Promise<BookingCalendar[]> {
    return this.caller.call(
      'provider.calendars',
      (json: Json) => each(READ.BookingCalendar, json),
      [],
      options,
    );
  }

  /**
   * The times that can be booked, in order of start, each once.
   * @param appointmentType For what.
   * @param start Those that start at this instant or later; what is past has none and is not asked for.
   * @param end Those that start before this instant.
   * @param zone The IANA zone the asker reads times in.
   * @param options.calendar With whom; by default with anyone.
   * @param options.unit In which unit, at services that have units.
   * @param options.ignoring An appointment that is about to move: its own time counts as free, where the service can
   * be told so.
   */
  slots(appointmentType: string, start: Date | Instant, end: Date | Instant, zone: string, options?: CallOptions & { readonly calendar?: string | undefined; readonly unit?: string | undefined; readonly ignoring?: string | undefined }): Promise<Slot[]> {
    return this.caller.call(
      'provider.slots',
      (json: Json) => each(READ.Slot, json),
      [
        ['appointment_type', { kind: 'text' }, appointmentType],
        ['start', { kind: 'instant' }, start],
        ['end', { kind: 'instant' }, end],
        ['zone', { kind: 'text' }, zone],
        ['calendar', { kind: 'optional', item: { kind: 'text' } }, options?.calendar],
        ['unit', { kind: 'optional', item: { kind: 'text' } }, options?.unit],
        ['ignoring', { kind: 'optional', item: { kind: 'text' } }, options?.ignoring],
      ],
      options,
    );
  }

  /**
   * Whether a slot can be booked at this moment: free, taken, too_close, too_far. It is not kept.
   * @param slot A slot as it was offered.
   */
  checkSlot(slot: SlotFields, options?: CallOptions): Promise<string> {
    return this.caller.call(
      'provider.check_slot',
      (json: Json) => json,
      [
        ['slot', { kind: 'record', name: 'Slot' }, slot],
      ],
      options,
    );
  }

  /**
   * Keeps a slot for somebody.
   * @param slot A slot as it was offered.
   * @param seconds For how long.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `ConflictError`: somebody else has the slot (problem slot_taken).
   */
  hold(slot: SlotFields, seconds: number, options: CallOptions & { readonly idempotencyKey: string }): Promise<SlotHold> {
    return this.caller.call(
      'provider.hold',
      READ.SlotHold,
      [
        ['slot', { kind: 'record', name: 'Slot' }, slot],
        ['seconds', { kind: 'integer' }, seconds],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
    );
  }

  /**
   * Gives a held slot back. One that has lapsed is given back already.
   * @param holdId The name of the hold.
   */
  release(holdId: string, options?: CallOptions): Promise<void> {
    return this.caller.call(
      'provider.release',
      () => undefined,
      [
        ['hold_id', { kind: 'text' }, holdId],
      ],
      options,
    );
  }

  /**
   * When calendars are busy, in order of start. A calendar that cannot be read fails the whole call.
   * @param calendars Whose: at least one.
   * @param start What overlaps the range that begins here.
   * @param end The instant after the last of the range.
   */
  busy(calendars: readonly string[], start: Date | Instant, end: Date | Instant, options?: CallOptions): Promise<BusyTime[]> {
    return this.caller.call(
      'provider.busy',
      (json: Json) => each(READ.BusyTime, json),
      [
        ['calendars', { kind: 'list', item: { kind: 'text' } }, calendars],
        ['start', { kind: 'instant' }, start],
        ['end', { kind: 'instant' }, end],
      ],
      options,
    );
  }

  /**
   * Registers a receiver; several webhooks where the service wants one per topic. One that is there already is
   * reused.
   * @param target Where deliveries go. One address per connected account, with a part nobody can guess.
   * @param topics What is delivered: created, updated, rescheduled, cancelled, no_show, type_changed.
   * @param options.signingKey The key the service shall sign with, where it takes one.
   * @throws `RejectedError`: the account has as many as it may have (problem limit_reached).
   */
  registerWebhook(target: string, topics: readonly string[], options?: CallOptions & { readonly signingKey?: string | undefined }): Promise<ProviderWebhook[]> {
    return this.caller.call(
      'provider.register_webhook',
      (json: Json) => each(READ.ProviderWebhook, json),
      [
        ['target', { kind: 'text' }, target],
        ['topics', { kind: 'list', item: { kind: 'text' } }, topics],
        ['signing_key', { kind: 'optional', item: { kind: 'text' } }, options?.signingKey],
      ],
      options,
    );
  }

  /** The webhooks of the account, those of others among them. */
  webhooks(options?: CallOptions): Promise<ProviderWebhook[]> {
    return this.caller.call(
      'provider.webhooks',
      (json: Json) => each(READ.ProviderWebhook, json),
      [],
      options,
    );
  }

  /**
   * Lengthens the life of a webhook that lapses; one that does not is returned as it is.
   * @param webhookId The service's id.
   * @throws `NotFoundError`: there is none with this id.
   */
  renewWebhook(webhookId: string, options?: CallOptions): Promise<ProviderWebhook> {
    return this.caller.call(
      'provider.renew_webhook',
      READ.ProviderWebhook,
      [
        ['webhook_id', { kind: 'text' }, webhookId],
      ],
      options,
    );
  }

  /**
   * Deletes a webhook. One that is not there is deleted already.
   * @param webhookId The service's id.
   */
  deleteWebhook(webhookId: string, options?: CallOptions): Promise<void> {
    return this.caller.call(
      'provider.delete_webhook',
      () => undefined,
      [
        ['webhook_id', { kind: 'text' }, webhookId],
      ],
      options,
    );
  }

  /**
   * Checks who sent a delivery. Services that sign nothing prove nothing, and pass. Nothing is sent.
   * @param headers The headers of the request; their names compare without regard to case.
   * @param body The body, byte for byte.
   * @param options.now When it came; the present by default.
   * @throws `AuthenticationError`: answer 401 and change nothing.
   */
  verifyWebhook(headers: Readonly<{ [key: string]: string }>, body: Uint8Array, options?: CallOptions & { readonly now?: Date | Instant | undefined }): Promise<VerifiedDelivery> {
    return this.caller.call(
      'provider.verify_webhook',
      READ.VerifiedDelivery,
      [
        ['headers', { kind: 'map', item: { kind: 'text' } }, headers],
        ['body', { kind: 'bytes' }, body],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Checks who sent a delivery and reads it. Nothing is sent.
   * @param headers The headers of the request; their names compare without regard to case.
   * @param body The body, byte for byte.
   * @param options.now When it came; the present by default.
   * @throws `AuthenticationError`: answer 401 and change nothing.
   * @throws `DecodeError`: it is no delivery of this service: put it aside.
   */
  parseWebhook(headers: Readonly<{ [key: string]: string }>, body: Uint8Array, options?: CallOptions & { readonly now?: Date | Instant | undefined }): Promise<ProviderEvent[]> {
    return this.caller.call(
      'provider.parse_webhook',
      (json: Json) => each(READ.ProviderEvent, json),
      [
        ['headers', { kind: 'map', item: { kind: 'text' } }, headers],
        ['body', { kind: 'bytes' }, body],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }
}
