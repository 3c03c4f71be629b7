// The operations of WellSky, as methods. Written by `cargo xtask codegen` from the Rust table; do not edit.

import type { CallOptions } from '../call.js';
import type { CareweaveError } from '../errors.js';
import type { AssignOutcome as Assignment } from '../fill_job.js';
import type { Store } from '../store.js';
import { type Json, assignment, bytes, cached, each, maybe, reading, upserted } from '../reading.js';
import type {
  AcceptedMessage,
  Activity,
  ActivityType,
  Admin,
  AdminTask,
  AlertRule,
  Applicant,
  ApplicantPatchFields,
  ApplicantStatus,
  Appointment,
  ArmedLatch,
  AuditAnchor,
  AuditEntry,
  AuditHead,
  AuditVerification,
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
  Breaker,
  BusyTime,
  CalendarDate,
  Capabilities,
  Caregiver,
  CaregiverPatchFields,
  CaregiverStatus,
  Change,
  ChangedRecord,
  ChargeItem,
  Client,
  ClientPatchFields,
  ClientSnapshot,
  ClientStatus,
  ClockedIn,
  CompletedItem,
  Conflict,
  ConflictCounts,
  ConflictReport,
  ConvertedApplicant,
  ConvertedProspect,
  Criteria,
  CursorMove,
  DirtyMark,
  Document,
  DocumentOutcome,
  Effect,
  EffectAttempt,
  EffectIntent,
  Encounter,
  EncounterStatus,
  EnqueuedEffect,
  EnsuredSubscriptions,
  ErasureReport,
  Evv,
  FoundConflictFields,
  GateChange,
  GivenUp,
  HealthReport,
  HealthTargets,
  InboxCounts,
  InboxMessage,
  Instant,
  Integration,
  IntegrationStatus,
  Latch,
  LatchEvidence,
  LatchRule,
  Lease,
  LeaseGuard,
  LegalHold,
  Location,
  MessageSubject,
  Metrics,
  MirrorCursor,
  MirrorRecordFields,
  MirrorReference,
  MirrorScan,
  NewApplicantFields,
  NewAuditEntryFields,
  NewBookingFields,
  NewCaregiverFields,
  NewClientFields,
  NewProfileTag,
  NewProspectFields,
  NewReferralSource,
  NewTaskLogFields,
  NoteOutcome,
  Occurrence,
  OpenSecret,
  Organization,
  OutboxCounts,
  OutboxDispatch,
  OutboxItem,
  PageReport,
  Patient,
  PlannedActivityFields,
  PlannedEffect,
  Practitioner,
  ProfileTag,
  Prospect,
  ProspectPatchFields,
  ProspectStatus,
  ProviderAccount,
  ProviderCapabilities,
  ProviderEvent,
  ProviderWebhook,
  PurgeReport,
  RateMethod,
  ReadWindow,
  RecordName,
  RecordProjection,
  Redelivered,
  ReferralSource,
  RefreshedCredentials,
  RelatedPerson,
  RetentionRule,
  RetrySchedule,
  SalesMaps,
  ScanReport,
  SecretKey,
  SentItem,
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
  VaultRotation,
  VaultSecret,
  Verified,
  VerifiedDelivery,
  Visit,
  Vitals,
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

/** A value with its age, and where it comes from. To show it, say the age; to decide by it, call `fresh()`. */
export interface Cached<T> {
  /** The value, however old. */
  readonly value: T;
  /** When the read that brought it began. */
  readonly fetchedAt: Instant;
  /** How long that was ago when this was asked. */
  readonly ageSeconds: number;
  /** True when it is no longer what its policy calls fresh. */
  readonly stale: boolean;
  /** Why a stale value is shown: revalidating, timeout, unreachable, server_error, rate_limited. */
  readonly reason: string | null;
  /** `vendor`: brought by a read that began with this question. `cache`: by an earlier one. */
  readonly source: 'vendor' | 'cache';
  /**
   * The value as one that may be decided by.
   *
   * @throws `IncompleteError` when it is stale.
   */
  fresh(): T;
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

  /**
   * Every client that meets all conditions given, by id; out of the cache where it has them. Fresh for 24 hours and
   * at most until 03:00 in the agency's zone, and shown for another 24 hours while WellSky is down.
   * @param options.status Only with this status.
   * @param options.startDateFrom Only those whose care began on this day or later.
   * @param options.startDateTo Only those whose care began on this day or earlier.
   * @param options.updatedSince Only those that changed at this instant or later.
   */
  cachedClients(options?: CallOptions & { readonly status?: ClientStatus | undefined; readonly startDateFrom?: CalendarDate | undefined; readonly startDateTo?: CalendarDate | undefined; readonly updatedSince?: Date | Instant | undefined }): Promise<Cached<readonly Client[]>> {
    return this.caller.call(
      'cached.clients.list',
      (json: Json) => cached((json: Json) => each(READ.Client, json), json),
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
   * One client, out of the cache where it has it; kept as the lists of clients are.
   * @param clientId The client's id.
   * @throws `NotFoundError`: there is none with this id.
   */
  cachedClient(clientId: string, options?: CallOptions): Promise<Cached<Client>> {
    return this.caller.call(
      'cached.clients.get',
      (json: Json) => cached(READ.Client, json),
      [
        ['client_id', { kind: 'text' }, clientId],
      ],
      options,
    );
  }

  /**
   * Every caregiver who meets all conditions given, by id; out of the cache where it has them, kept as clients are.
   * @param options.status Only with this status.
   * @param options.availableOn Only those available on this day, in the agency's zone.
   * @param options.updatedSince Only those that changed at this instant or later.
   */
  cachedCaregivers(options?: CallOptions & { readonly status?: CaregiverStatus | undefined; readonly availableOn?: CalendarDate | undefined; readonly updatedSince?: Date | Instant | undefined }): Promise<Cached<readonly Caregiver[]>> {
    return this.caller.call(
      'cached.caregivers.list',
      (json: Json) => cached((json: Json) => each(READ.Caregiver, json), json),
      [
        ['status', { kind: 'optional', item: { kind: 'text' } }, options?.status],
        ['available_on', { kind: 'optional', item: { kind: 'date' } }, options?.availableOn],
        ['updated_since', { kind: 'optional', item: { kind: 'instant' } }, options?.updatedSince],
      ],
      options,
    );
  }

  /**
   * One caregiver, out of the cache where it has them; kept as clients are.
   * @param caregiverId The caregiver's id.
   * @throws `NotFoundError`: there is none with this id.
   */
  cachedCaregiver(caregiverId: string, options?: CallOptions): Promise<Cached<Caregiver>> {
    return this.caller.call(
      'cached.caregivers.get',
      (json: Json) => cached(READ.Caregiver, json),
      [
        ['caregiver_id', { kind: 'text' }, caregiverId],
      ],
      options,
    );
  }

  /**
   * Every shift without a caregiver that overlaps the span, by start; out of the cache where it has them. Fresh for
   * 5 minutes. Never offer or assign by it: read the shift.
   * @param start The first instant.
   * @param end The instant after the last.
   */
  cachedOpenShifts(start: Date | Instant, end: Date | Instant, options?: CallOptions): Promise<Cached<readonly Shift[]>> {
    return this.caller.call(
      'cached.shifts.open',
      (json: Json) => cached((json: Json) => each(READ.Shift, json), json),
      [
        ['start', { kind: 'instant' }, start],
        ['end', { kind: 'instant' }, end],
      ],
      options,
    );
  }

  /**
   * Every shift that meets all conditions given, by start, then id; out of the cache where it has them. Fresh for 15
   * minutes.
   * @param options.start Overlaps the span that begins here; both ends or neither.
   * @param options.end The instant after the last of the span.
   * @param options.clientId Only this client's.
   * @param options.caregiverId Only this caregiver's.
   * @param options.status Only with this status.
   * @param options.caregiverMatch Only open shifts for which this caregiver is free; needs status open.
   */
  cachedShifts(options?: CallOptions & { readonly start?: Date | Instant | undefined; readonly end?: Date | Instant | undefined; readonly clientId?: string | undefined; readonly caregiverId?: string | undefined; readonly status?: ShiftStatus | undefined; readonly caregiverMatch?: string | undefined }): Promise<Cached<readonly Shift[]>> {
    return this.caller.call(
      'cached.shifts.list',
      (json: Json) => cached((json: Json) => each(READ.Shift, json), json),
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
   * The shifts of a caregiver that overlap the span, by start; out of the cache where it has them. Fresh for 15
   * minutes.
   * @param caregiverId The caregiver's id.
   * @param start The first instant.
   * @param end The instant after the last.
   * @throws `NotFoundError`: there is no such caregiver.
   */
  cachedCaregiverSchedule(caregiverId: string, start: Date | Instant, end: Date | Instant, options?: CallOptions): Promise<Cached<readonly Shift[]>> {
    return this.caller.call(
      'cached.caregivers.schedule',
      (json: Json) => cached((json: Json) => each(READ.Shift, json), json),
      [
        ['caregiver_id', { kind: 'text' }, caregiverId],
        ['start', { kind: 'instant' }, start],
        ['end', { kind: 'instant' }, end],
      ],
      options,
    );
  }

  /**
   * Reads every list of clients and caregivers that is kept anew, and tells how many there were. Those who ask
   * meanwhile get what is held.
   */
  refreshCached(options?: CallOptions): Promise<Reading<number>> {
    return this.caller.call(
      'cached.refresh',
      (json: Json) => reading((json: Json) => json, json),
      [],
      options,
    );
  }

  /**
   * Takes everything kept for out of date: the next cached reads are made anew, and what is held is shown, marked
   * stale, only while WellSky is down.
   */
  expireCached(options?: CallOptions): Promise<void> {
    return this.caller.call(
      'cached.expire',
      () => undefined,
      [],
      options,
    );
  }

  /**
   * Notes in the store that something about a record changed. When this has returned, the mark outlives the process,
   * and the delivery that told of it may be acknowledged. Any number of marks on one record are one.
   * @param record The record: its type as WellSky spells it, and its id.
   * @throws `StorageError`: it could not be noted: the sender must hear so.
   */
  markChanged(record: ChangedRecord, options: CallOptions & { readonly store: Store }): Promise<void> {
    return this.caller.call(
      'events.mark',
      () => undefined,
      [
        ['record', { kind: 'record', name: 'ChangedRecord' }, record],
      ],
      options,
      options?.store,
    );
  }

  /**
   * The records that are marked and not fetched yet, the one that has waited longest first. Asking changes nothing.
   * @param options.limit The most, 1 to 1000; 100 by default.
   */
  markedRecords(options: CallOptions & { readonly limit?: number | undefined; readonly store: Store }): Promise<ChangedRecord[]> {
    return this.caller.call(
      'events.marked',
      (json: Json) => each(READ.ChangedRecord, json),
      [
        ['limit', { kind: 'optional', item: { kind: 'integer' } }, options?.limit],
      ],
      options,
      options?.store,
    );
  }

  /**
   * One record as it is now, or that it is gone. Nothing is marked or unmarked. Over Connect.
   * @param record The record: its type as WellSky spells it, and its id.
   * @throws `UnsupportedError`: this version does not know the record's type.
   */
  fetchRecord(record: ChangedRecord, options?: CallOptions): Promise<Change> {
    return this.caller.call(
      'events.fetch',
      READ.Change,
      [
        ['record', { kind: 'record', name: 'ChangedRecord' }, record],
      ],
      options,
    );
  }

  /** The maps a sales flow goes by unless it is given others, over the API in use. Nothing is sent. */
  salesMaps(options?: CallOptions): Promise<SalesMaps> {
    return this.caller.call(
      'sales.maps',
      READ.SalesMaps,
      [],
      options,
    );
  }

  /**
   * Writes a note where a client has a visit in the span, or keeps it in the store when WellSky fails: then the
   * outcome is queued, and deliver_queued writes it later, once. Over Connect.
   * @param clientId Whose visit.
   * @param start From when on visits are looked for.
   * @param end Up to when.
   * @param note The note.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `StorageError`: the store failed: then the note is nowhere.
   * @throws `KeyReuseError`: another note is kept under this key.
   */
  writeNote(clientId: string, start: Date | Instant, end: Date | Instant, note: NewTaskLogFields, options: CallOptions & { readonly idempotencyKey: string; readonly store: Store }): Promise<NoteOutcome> {
    return this.caller.call(
      'notes.write',
      READ.NoteOutcome,
      [
        ['client_id', { kind: 'text' }, clientId],
        ['start', { kind: 'instant' }, start],
        ['end', { kind: 'instant' }, end],
        ['note', { kind: 'record', name: 'NewTaskLog' }, note],
        ['idempotency_key', { kind: 'text' }, options?.idempotencyKey],
      ],
      options,
      options?.store,
    );
  }

  /**
   * Files a document, or keeps it in the store when WellSky fails: then the outcome is queued, and deliver_queued
   * files it later, once. Over Connect.
   * @param title The name of the file.
   * @param content The bytes, at most 10 MB.
   * @param contentType The media type: text/plain, application/pdf, image/png and a few more.
   * @param kind What kind of document it is, in words: General.
   * @param options.clientId A client's or prospect's; exactly one of the two.
   * @param options.caregiverId A caregiver's or applicant's; exactly one of the two.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `StorageError`: the store failed: then the document is nowhere.
   */
  fileDocument(title: string, content: Uint8Array, contentType: string, kind: string, options: CallOptions & { readonly clientId?: string | undefined; readonly caregiverId?: string | undefined; readonly idempotencyKey: string; readonly store: Store }): Promise<DocumentOutcome> {
    return this.caller.call(
      'notes.file_document',
      READ.DocumentOutcome,
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
      options?.store,
    );
  }

  /**
   * Works through what the store keeps and whose time has come, one after the other, each under the key it was first
   * written under. One that may have landed is looked for before it is sent again.
   * @param options.limit The most, 1 to 1000; 100 by default.
   * @throws `StorageError`: the store failed.
   */
  deliverQueued(options: CallOptions & { readonly limit?: number | undefined; readonly store: Store }): Promise<Redelivered[]> {
    return this.caller.call(
      'notes.deliver',
      (json: Json) => each(READ.Redelivered, json),
      [
        ['limit', { kind: 'optional', item: { kind: 'integer' } }, options?.limit],
      ],
      options,
      options?.store,
    );
  }

  /**
   * What was given up and waits for a person.
   * @param options.limit The most, 1 to 1000; 100 by default.
   */
  givenUpNotes(options: CallOptions & { readonly limit?: number | undefined; readonly store: Store }): Promise<GivenUp[]> {
    return this.caller.call(
      'notes.given_up',
      (json: Json) => each(READ.GivenUp, json),
      [
        ['limit', { kind: 'optional', item: { kind: 'integer' } }, options?.limit],
      ],
      options,
      options?.store,
    );
  }

  /**
   * Erases the content of what was given up: it will not be written.
   * @param ticket The ticket, as it was given when the item was kept.
   * @throws `NotFoundError`: no item has this ticket.
   * @throws `ConflictError`: the item is not given up.
   */
  discardNote(ticket: string, options: CallOptions & { readonly store: Store }): Promise<void> {
    return this.caller.call(
      'notes.discard',
      () => undefined,
      [
        ['ticket', { kind: 'text' }, ticket],
      ],
      options,
      options?.store,
    );
  }

  /** Everything counted since the client was made. Nothing is sent. */
  metrics(options?: CallOptions): Promise<Metrics> {
    return this.caller.call(
      'wellsky.metrics',
      READ.Metrics,
      [],
      options,
    );
  }

  /** Everything counted, as Prometheus reads it: content type text/plain; version=0.0.4. */
  metricsText(options?: CallOptions): Promise<string> {
    return this.caller.call(
      'wellsky.metrics_text',
      (json: Json) => json,
      [],
      options,
    );
  }

  /** The circuit breakers that were needed so far: which kinds of record are left alone. */
  breakers(options?: CallOptions): Promise<Breaker[]> {
    return this.caller.call(
      'wellsky.breakers',
      (json: Json) => each(READ.Breaker, json),
      [],
      options,
    );
  }

  /**
   * The rules of the service objectives: 95 % of requests under 2 s, more than 99.5 % success, less than 5 min of
   * lag, more than 80 % cache hits; more than 5 % errors for 10 min is HIGH, no success for 5 min is CRITICAL.
   */
  alertRules(options?: CallOptions): Promise<AlertRule[]> {
    return this.caller.call(
      'alerts.rules',
      (json: Json) => each(READ.AlertRule, json),
      [],
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
   * Makes the subscriptions that are wanted the ones there are: keeps those that are right, changes, creates and
   * deletes the others, and leaves those of other programs alone. Doing it again ends with the same.
   * @param owner Whose they are: 1 to 64 letters, digits, '.', '_' and '-'. It begins the reason of each, and with
   * the endpoint it is how they are recognised later.
   * @param reason What they are for, in words.
   * @param endpoint Where events are to be delivered: an https address.
   * @param bearer What deliveries carry in `Authorization: Bearer …`: at least 16 visible ASCII characters.
   * @param criteria The events wanted; an empty list gives all up.
   * @param options.rewriteHidden Writes subscriptions again whose secret the vendor does not show: when the secret is
   * changed. No by default.
   * @param options.idempotencyKey The name this write goes by, 1 to 255 visible ASCII characters: the same for every
   * attempt at the same write.
   * @throws `InvalidInputError`: a field breaks a rule; nothing was sent.
   */
  ensureSubscriptions(owner: string, reason: string, endpoint: string, bearer: string, criteria: readonly Criteria[], options: CallOptions & { readonly rewriteHidden?: boolean | undefined; readonly idempotencyKey: string }): Promise<EnsuredSubscriptions> {
    return this.caller.call(
      'connect.subscriptions.ensure',
      READ.EnsuredSubscriptions,
      [
        ['owner', { kind: 'text' }, owner],
        ['reason', { kind: 'text' }, reason],
        ['endpoint', { kind: 'text' }, endpoint],
        ['bearer', { kind: 'text' }, bearer],
        ['criteria', { kind: 'list', item: { kind: 'text' } }, criteria],
        ['rewrite_hidden', { kind: 'optional', item: { kind: 'flag' } }, options?.rewriteHidden],
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

/** The ledger of a store: what is about to be changed elsewhere, written down before it is sent. */
export abstract class LedgerOperations {
  /** What runs the operations. */
  protected abstract readonly caller: Caller;

  /**
   * Claims the key of a change and records it. The first claim wins, among all workers of the store.
   * @param intent What is to be done.
   * @param options.now When; the present by default.
   * @throws `KeyReuseError`: an open or confirmed effect holds the key for other content.
   */
  plan(intent: EffectIntent, options?: CallOptions & { readonly now?: Date | Instant | undefined }): Promise<PlannedEffect> {
    return this.caller.call(
      'ledger.plan',
      READ.PlannedEffect,
      [
        ['intent', { kind: 'record', name: 'EffectIntent' }, intent],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Records that an attempt is about to leave. Of many workers one wins.
   * @param effectId The id of the effect.
   * @param attemptExpected How many attempts the caller saw.
   * @param deadline When the attempt ends at the latest: send nothing after it.
   * @param options.now When; the present by default.
   * @throws `ConflictError`: another worker was first: send nothing.
   */
  begin(effectId: string, attemptExpected: number, deadline: Date | Instant, options?: CallOptions & { readonly now?: Date | Instant | undefined }): Promise<Effect> {
    return this.caller.call(
      'ledger.begin',
      READ.Effect,
      [
        ['effect_id', { kind: 'text' }, effectId],
        ['attempt_expected', { kind: 'integer' }, attemptExpected],
        ['deadline', { kind: 'instant' }, deadline],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Records that it happened, from an answer or from positive evidence later. Repeating it is harmless.
   * @param effectId The id of the effect.
   * @param attempt The number of the attempt.
   * @param options.remoteId The id the other side gave it.
   * @param options.now When; the present by default.
   */
  confirm(effectId: string, attempt: number, options?: CallOptions & { readonly remoteId?: string | undefined; readonly now?: Date | Instant | undefined }): Promise<Effect> {
    return this.caller.call(
      'ledger.confirm',
      READ.Effect,
      [
        ['effect_id', { kind: 'text' }, effectId],
        ['attempt', { kind: 'integer' }, attempt],
        ['remote_id', { kind: 'optional', item: { kind: 'text' } }, options?.remoteId],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Records that the other side refused the attempt: it did not happen.
   * @param effectId The id of the effect.
   * @param attempt The number of the attempt.
   * @param reason Why: a code.
   * @param options.now When; the present by default.
   */
  reject(effectId: string, attempt: number, reason: string, options?: CallOptions & { readonly now?: Date | Instant | undefined }): Promise<Effect> {
    return this.caller.call(
      'ledger.reject',
      READ.Effect,
      [
        ['effect_id', { kind: 'text' }, effectId],
        ['attempt', { kind: 'integer' }, attempt],
        ['reason', { kind: 'text' }, reason],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Records that the attempt got no answer; starts the quiet period.
   * @param effectId The id of the effect.
   * @param attempt The number of the attempt.
   * @param options.now When; the present by default.
   */
  doubt(effectId: string, attempt: number, options?: CallOptions & { readonly now?: Date | Instant | undefined }): Promise<Effect> {
    return this.caller.call(
      'ledger.doubt',
      READ.Effect,
      [
        ['effect_id', { kind: 'text' }, effectId],
        ['attempt', { kind: 'integer' }, attempt],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Moves an attempt whose sender never came back into doubt, once its deadline has passed.
   * @param effectId The id of the effect.
   * @param attempt The number of the attempt.
   * @param options.now When; the present by default.
   * @throws `InDoubtError`: the deadline is still to come.
   */
  expire(effectId: string, attempt: number, options?: CallOptions & { readonly now?: Date | Instant | undefined }): Promise<Effect> {
    return this.caller.call(
      'ledger.expire',
      READ.Effect,
      [
        ['effect_id', { kind: 'text' }, effectId],
        ['attempt', { kind: 'integer' }, attempt],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Records that a look at the other side, made now, shows that it did not happen: it may be sent again.
   * @param effectId The id of the effect.
   * @param attempt The number of the attempt.
   * @param options.now When; the present by default.
   * @throws `InDoubtError`: the quiet period is not over: look again after `not_before`.
   * @throws `UnsupportedError`: only a person can tell.
   */
  absent(effectId: string, attempt: number, options?: CallOptions & { readonly now?: Date | Instant | undefined }): Promise<Effect> {
    return this.caller.call(
      'ledger.absent',
      READ.Effect,
      [
        ['effect_id', { kind: 'text' }, effectId],
        ['attempt', { kind: 'integer' }, attempt],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Records that the other side shows a confirmed effect undone; frees the key.
   * @param effectId The id of the effect.
   * @param reason Why: a code.
   * @param options.now When; the present by default.
   */
  supersede(effectId: string, reason: string, options?: CallOptions & { readonly now?: Date | Instant | undefined }): Promise<Effect> {
    return this.caller.call(
      'ledger.supersede',
      READ.Effect,
      [
        ['effect_id', { kind: 'text' }, effectId],
        ['reason', { kind: 'text' }, reason],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Hands an effect in doubt to a person, who ends it as confirmed or absent.
   * @param effectId The id of the effect.
   * @param reason Why: a code.
   * @param options.now When; the present by default.
   */
  manual(effectId: string, reason: string, options?: CallOptions & { readonly now?: Date | Instant | undefined }): Promise<Effect> {
    return this.caller.call(
      'ledger.manual',
      READ.Effect,
      [
        ['effect_id', { kind: 'text' }, effectId],
        ['reason', { kind: 'text' }, reason],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Gives up an effect that is planned, and not under way or in doubt; frees the key.
   * @param effectId The id of the effect.
   * @param reason Why: a code.
   * @param options.now When; the present by default.
   */
  abandon(effectId: string, reason: string, options?: CallOptions & { readonly now?: Date | Instant | undefined }): Promise<Effect> {
    return this.caller.call(
      'ledger.abandon',
      READ.Effect,
      [
        ['effect_id', { kind: 'text' }, effectId],
        ['reason', { kind: 'text' }, reason],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * One effect.
   * @param effectId The id of the effect.
   * @throws `NotFoundError`: it was never recorded.
   */
  get(effectId: string, options?: CallOptions): Promise<Effect> {
    return this.caller.call(
      'ledger.get',
      READ.Effect,
      [
        ['effect_id', { kind: 'text' }, effectId],
      ],
      options,
    );
  }

  /**
   * The latest effect under a key; nothing when there is none.
   * @param key The key.
   */
  current(key: string, options?: CallOptions): Promise<Effect | null> {
    return this.caller.call(
      'ledger.current',
      (json: Json) => maybe(READ.Effect, json),
      [
        ['key', { kind: 'text' }, key],
      ],
      options,
    );
  }

  /**
   * The effects that meet all conditions, in the order in which they were planned first.
   * @param options.states Only these states: planned, sending, in_doubt, manual, confirmed, rejected, superseded,
   * abandoned.
   * @param options.operation Only this operation.
   * @param options.subjectPrefix Only subjects that begin so.
   * @param options.afterId Only what follows this effect: the last one of the list before.
   * @param options.limit At most so many, 1 to 1000; 100 by default.
   */
  effects(options?: CallOptions & { readonly states?: readonly string[] | undefined; readonly operation?: string | undefined; readonly subjectPrefix?: string | undefined; readonly afterId?: string | undefined; readonly limit?: number | undefined }): Promise<Effect[]> {
    return this.caller.call(
      'ledger.list',
      (json: Json) => each(READ.Effect, json),
      [
        ['states', { kind: 'optional', item: { kind: 'list', item: { kind: 'text' } } }, options?.states],
        ['operation', { kind: 'optional', item: { kind: 'text' } }, options?.operation],
        ['subject_prefix', { kind: 'optional', item: { kind: 'text' } }, options?.subjectPrefix],
        ['after_id', { kind: 'optional', item: { kind: 'text' } }, options?.afterId],
        ['limit', { kind: 'optional', item: { kind: 'integer' } }, options?.limit],
      ],
      options,
    );
  }

  /**
   * What has to be looked up: under way past the deadline, or in doubt. Ask at start, and on a timer.
   * @param options.limit At most so many, 1 to 1000; 100 by default.
   * @param options.now When; the present by default.
   */
  unresolved(options?: CallOptions & { readonly limit?: number | undefined; readonly now?: Date | Instant | undefined }): Promise<Effect[]> {
    return this.caller.call(
      'ledger.unresolved',
      (json: Json) => each(READ.Effect, json),
      [
        ['limit', { kind: 'optional', item: { kind: 'integer' } }, options?.limit],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Every effect under a key, oldest first.
   * @param key The key.
   */
  history(key: string, options?: CallOptions): Promise<Effect[]> {
    return this.caller.call(
      'ledger.history',
      (json: Json) => each(READ.Effect, json),
      [
        ['key', { kind: 'text' }, key],
      ],
      options,
    );
  }

  /**
   * The attempts at an effect, oldest first.
   * @param effectId The id of the effect.
   */
  attempts(effectId: string, options?: CallOptions): Promise<EffectAttempt[]> {
    return this.caller.call(
      'ledger.attempts',
      (json: Json) => each(READ.EffectAttempt, json),
      [
        ['effect_id', { kind: 'text' }, effectId],
      ],
      options,
    );
  }
}

/** The outbox of a store: effects that wait to be sent, in order, with retries that end. */
export abstract class OutboxOperations {
  /** What runs the operations. */
  protected abstract readonly caller: Caller;

  /**
   * Plans an effect and queues it, both or neither. The same effect is queued once. To queue in a transaction of
   * your own see the statements for that.
   * @param intent What is to be done.
   * @param dispatch How it is queued.
   * @param options.now When; the present by default.
   * @throws `KeyReuseError`: an open or confirmed effect holds the key for other content; nothing is queued.
   */
  enqueue(intent: EffectIntent, dispatch: OutboxDispatch, options?: CallOptions & { readonly now?: Date | Instant | undefined }): Promise<EnqueuedEffect> {
    return this.caller.call(
      'outbox.enqueue',
      READ.EnqueuedEffect,
      [
        ['intent', { kind: 'record', name: 'EffectIntent' }, intent],
        ['dispatch', { kind: 'record', name: 'OutboxDispatch' }, dispatch],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Claims items whose turn and time have come; no other worker is given the same.
   * @param holder The worker, unique among those that run.
   * @param ttlSeconds For how long it has the items, up to 24 hours.
   * @param options.limit At most so many, 1 to 1000; 100 by default.
   * @param options.schedule When attempts and time are used up; 64 attempts in three days by default.
   * @param options.now When; the present by default.
   */
  claim(holder: string, ttlSeconds: number, options?: CallOptions & { readonly limit?: number | undefined; readonly schedule?: RetrySchedule | undefined; readonly now?: Date | Instant | undefined }): Promise<OutboxItem[]> {
    return this.caller.call(
      'outbox.claim',
      (json: Json) => each(READ.OutboxItem, json),
      [
        ['holder', { kind: 'text' }, holder],
        ['ttl_seconds', { kind: 'number' }, ttlSeconds],
        ['limit', { kind: 'optional', item: { kind: 'integer' } }, options?.limit],
        ['schedule', { kind: 'optional', item: { kind: 'record', name: 'RetrySchedule' } }, options?.schedule],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Moves the end of a live claim.
   * @param number The number of the item.
   * @param fence The fence of the claim.
   * @param ttlSeconds For how long from now, up to 24 hours; never to an earlier instant.
   * @param options.now When; the present by default.
   * @throws `ConflictError`: the item is not claimed under this fence (any more).
   */
  extend(number: number, fence: number, ttlSeconds: number, options?: CallOptions & { readonly now?: Date | Instant | undefined }): Promise<OutboxItem> {
    return this.caller.call(
      'outbox.extend',
      READ.OutboxItem,
      [
        ['number', { kind: 'integer' }, number],
        ['fence', { kind: 'integer' }, fence],
        ['ttl_seconds', { kind: 'number' }, ttlSeconds],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Says that the effect was sent. Repeating it is harmless.
   * @param number The number of the item.
   * @param fence The fence of the claim.
   * @param options.now When; the present by default.
   * @throws `ConflictError`: the item is not claimed under this fence (any more).
   */
  complete(number: number, fence: number, options?: CallOptions & { readonly now?: Date | Instant | undefined }): Promise<OutboxItem> {
    return this.caller.call(
      'outbox.complete',
      READ.OutboxItem,
      [
        ['number', { kind: 'integer' }, number],
        ['fence', { kind: 'integer' }, fence],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Says of several items at once that their effects were sent: a batch that one claim gave costs one step, not one
   * for each. The answers are in the order of what was given; what is refused of one item is its own answer, and the
   * others are done.
   * @param sent The items, up to 1000.
   * @param options.now When; the present by default.
   */
  completeAll(sent: readonly SentItem[], options?: CallOptions & { readonly now?: Date | Instant | undefined }): Promise<CompletedItem[]> {
    return this.caller.call(
      'outbox.complete_all',
      (json: Json) => each(READ.CompletedItem, json),
      [
        ['sent', { kind: 'list', item: { kind: 'record', name: 'SentItem' } }, sent],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Says that the attempt failed: it waits as the schedule says, or is dead when no attempt or time is left.
   * @param number The number of the item.
   * @param fence The fence of the claim.
   * @param reason Why: a code.
   * @param options.schedule When it is tried again; 2 seconds doubled up to 6 hours, for three days by default.
   * @param options.now When; the present by default.
   * @throws `ConflictError`: the item is not claimed under this fence (any more).
   */
  fail(number: number, fence: number, reason: string, options?: CallOptions & { readonly schedule?: RetrySchedule | undefined; readonly now?: Date | Instant | undefined }): Promise<OutboxItem> {
    return this.caller.call(
      'outbox.fail',
      READ.OutboxItem,
      [
        ['number', { kind: 'integer' }, number],
        ['fence', { kind: 'integer' }, fence],
        ['reason', { kind: 'text' }, reason],
        ['schedule', { kind: 'optional', item: { kind: 'record', name: 'RetrySchedule' } }, options?.schedule],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Gives the item back unsent, and its attempt with it.
   * @param number The number of the item.
   * @param fence The fence of the claim.
   * @param reason rate_limited: the other side has enough for now. breaker_open: its circuit breaker is open.
   * @param options.waitSeconds How long to wait, 1 second to a day: what the other side asked for. Of rate_limited 60
   * by default.
   * @param options.now When; the present by default.
   * @throws `ConflictError`: the item is not claimed under this fence (any more).
   */
  defer(number: number, fence: number, reason: string, options?: CallOptions & { readonly waitSeconds?: number | undefined; readonly now?: Date | Instant | undefined }): Promise<OutboxItem> {
    return this.caller.call(
      'outbox.defer',
      READ.OutboxItem,
      [
        ['number', { kind: 'integer' }, number],
        ['fence', { kind: 'integer' }, fence],
        ['reason', { kind: 'text' }, reason],
        ['wait_seconds', { kind: 'optional', item: { kind: 'number' } }, options?.waitSeconds],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Gives the item up at once. Repeating it is harmless.
   * @param number The number of the item.
   * @param fence The fence of the claim.
   * @param reason Why: a code.
   * @param options.now When; the present by default.
   * @throws `ConflictError`: the item is not claimed under this fence (any more).
   */
  bury(number: number, fence: number, reason: string, options?: CallOptions & { readonly now?: Date | Instant | undefined }): Promise<OutboxItem> {
    return this.caller.call(
      'outbox.bury',
      READ.OutboxItem,
      [
        ['number', { kind: 'integer' }, number],
        ['fence', { kind: 'integer' }, fence],
        ['reason', { kind: 'text' }, reason],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * One item.
   * @param number The number of the item.
   * @throws `NotFoundError`: its number was never given.
   */
  item(number: number, options?: CallOptions): Promise<OutboxItem> {
    return this.caller.call(
      'outbox.item',
      READ.OutboxItem,
      [
        ['number', { kind: 'integer' }, number],
      ],
      options,
    );
  }

  /**
   * The item of an effect; nothing when it was not queued.
   * @param effectId The id of the effect.
   */
  itemOf(effectId: string, options?: CallOptions): Promise<OutboxItem | null> {
    return this.caller.call(
      'outbox.item_of',
      (json: Json) => maybe(READ.OutboxItem, json),
      [
        ['effect_id', { kind: 'text' }, effectId],
      ],
      options,
    );
  }

  /**
   * Dead items in the order of queueing: what a redrive would take.
   * @param options.lane Only this lane.
   * @param options.reason Only this reason.
   * @param options.limit At most so many, 1 to 1000; 100 by default.
   */
  dead(options?: CallOptions & { readonly lane?: string | undefined; readonly reason?: string | undefined; readonly limit?: number | undefined }): Promise<OutboxItem[]> {
    return this.caller.call(
      'outbox.dead',
      (json: Json) => each(READ.OutboxItem, json),
      [
        ['lane', { kind: 'optional', item: { kind: 'text' } }, options?.lane],
        ['reason', { kind: 'optional', item: { kind: 'text' } }, options?.reason],
        ['limit', { kind: 'optional', item: { kind: 'integer' } }, options?.limit],
      ],
      options,
    );
  }

  /**
   * Queues dead items again, with all their attempts and the effects they had: what happened is not done again.
   * @param options.lane Only this lane.
   * @param options.reason Only this reason.
   * @param options.limit At most so many, 1 to 1000; 100 by default.
   * @param options.now When; the present by default.
   */
  redrive(options?: CallOptions & { readonly lane?: string | undefined; readonly reason?: string | undefined; readonly limit?: number | undefined; readonly now?: Date | Instant | undefined }): Promise<OutboxItem[]> {
    return this.caller.call(
      'outbox.redrive',
      (json: Json) => each(READ.OutboxItem, json),
      [
        ['lane', { kind: 'optional', item: { kind: 'text' } }, options?.lane],
        ['reason', { kind: 'optional', item: { kind: 'text' } }, options?.reason],
        ['limit', { kind: 'optional', item: { kind: 'integer' } }, options?.limit],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /** What became of everything that was queued. */
  counts(options?: CallOptions): Promise<OutboxCounts> {
    return this.caller.call(
      'outbox.counts',
      READ.OutboxCounts,
      [],
      options,
    );
  }
}

/** The inbox of a store: what other systems announce, kept once each, or as marks on what has to be fetched. */
export abstract class InboxOperations {
  /** What runs the operations. */
  protected abstract readonly caller: Caller;

  /**
   * Records a verified delivery, the first under its id; later ones are counted. Acknowledge once it returns.
   * @param source Who sent it, as a code: `"calendly.agency-1"`.
   * @param event What happened, as the source says: `"invitee.created"`.
   * @param body The body as it came, up to 1 MiB; kept until the message is settled.
   * @param options.messageId The id that the sender gave it and repeats on retries. This or `stamp` is required; what
   * has neither is a hint.
   * @param options.stamp The time of the event as the sender wrote it, which retries repeat: with event and subject
   * it tells messages apart.
   * @param options.subject The opaque id of what it happened to.
   * @param options.sentAt When the sender says it was sent, where that is signed.
   * @param options.now When; the present by default.
   */
  accept(source: string, event: string, body: Uint8Array, options?: CallOptions & { readonly messageId?: string | undefined; readonly stamp?: string | undefined; readonly subject?: string | undefined; readonly sentAt?: Date | Instant | undefined; readonly now?: Date | Instant | undefined }): Promise<AcceptedMessage> {
    return this.caller.call(
      'inbox.accept',
      READ.AcceptedMessage,
      [
        ['source', { kind: 'text' }, source],
        ['event', { kind: 'text' }, event],
        ['body', { kind: 'bytes' }, body],
        ['message_id', { kind: 'optional', item: { kind: 'text' } }, options?.messageId],
        ['stamp', { kind: 'optional', item: { kind: 'text' } }, options?.stamp],
        ['subject', { kind: 'optional', item: { kind: 'text' } }, options?.subject],
        ['sent_at', { kind: 'optional', item: { kind: 'instant' } }, options?.sentAt],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Says what became of a message, and erases its body. Repeating it is harmless.
   * @param number Its number.
   * @param outcome applied: its change is in our records. superseded: a later state was known. ignored: nothing of
   * ours depends on it. rejected: it cannot be understood.
   * @param options.reason Why, as a code; required unless it was applied.
   * @param options.guard The lease under which it is settled.
   * @param options.now When; the present by default.
   * @throws `ConflictError`: it was settled otherwise, or the lease is gone.
   */
  settle(number: number, outcome: string, options?: CallOptions & { readonly reason?: string | undefined; readonly guard?: LeaseGuard | undefined; readonly now?: Date | Instant | undefined }): Promise<InboxMessage> {
    return this.caller.call(
      'inbox.settle',
      READ.InboxMessage,
      [
        ['number', { kind: 'integer' }, number],
        ['outcome', { kind: 'text' }, outcome],
        ['reason', { kind: 'optional', item: { kind: 'text' } }, options?.reason],
        ['guard', { kind: 'optional', item: { kind: 'record', name: 'LeaseGuard' } }, options?.guard],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * One message.
   * @param number Its number.
   * @throws `NotFoundError`: it is not recorded (any more).
   */
  message(number: number, options?: CallOptions): Promise<InboxMessage> {
    return this.caller.call(
      'inbox.message',
      READ.InboxMessage,
      [
        ['number', { kind: 'integer' }, number],
      ],
      options,
    );
  }

  /**
   * Messages of a source that wait to be worked on, in the order of receipt.
   * @param source Who sent them.
   * @param options.after Only after this number.
   * @param options.limit At most so many, 1 to 1000; 100 by default.
   */
  received(source: string, options?: CallOptions & { readonly after?: number | undefined; readonly limit?: number | undefined }): Promise<InboxMessage[]> {
    return this.caller.call(
      'inbox.received',
      (json: Json) => each(READ.InboxMessage, json),
      [
        ['source', { kind: 'text' }, source],
        ['after', { kind: 'optional', item: { kind: 'integer' } }, options?.after],
        ['limit', { kind: 'optional', item: { kind: 'integer' } }, options?.limit],
      ],
      options,
    );
  }

  /**
   * Forgets settled messages whose last delivery lies further back than the retention, and tells how many.
   * @param source Who sent it.
   * @param options.keepSeconds For how long after its last delivery a settled message is remembered, in seconds; 35
   * days by default.
   * @param options.senderHorizonSeconds For how long after an event its sender may still deliver it, in seconds; 76
   * hours by default. `keep_seconds` must not be less.
   * @param options.limit At most so many, 1 to 1000; 100 by default.
   * @param options.now When; the present by default.
   */
  forget(source: string, options?: CallOptions & { readonly keepSeconds?: number | undefined; readonly senderHorizonSeconds?: number | undefined; readonly limit?: number | undefined; readonly now?: Date | Instant | undefined }): Promise<number> {
    return this.caller.call(
      'inbox.forget',
      (json: Json) => json,
      [
        ['source', { kind: 'text' }, source],
        ['keep_seconds', { kind: 'optional', item: { kind: 'number' } }, options?.keepSeconds],
        ['sender_horizon_seconds', { kind: 'optional', item: { kind: 'number' } }, options?.senderHorizonSeconds],
        ['limit', { kind: 'optional', item: { kind: 'integer' } }, options?.limit],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Marks a subject dirty: something about it changed, it has to be fetched. No hint is ever taken for a repeat.
   * @param source Who announces it, as a code: `"wellsky.agency-1"`.
   * @param kind What kind of thing it is, as the source spells it: `"Patient"`.
   * @param id Its id at the source.
   * @param options.now When; the present by default.
   */
  hint(source: string, kind: string, id: string, options?: CallOptions & { readonly now?: Date | Instant | undefined }): Promise<DirtyMark> {
    return this.caller.call(
      'inbox.hint',
      READ.DirtyMark,
      [
        ['source', { kind: 'text' }, source],
        ['kind', { kind: 'text' }, kind],
        ['id', { kind: 'text' }, id],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Dirty subjects of a source, the one that has been dirty longest first.
   * @param source Who announced them.
   * @param options.limit At most so many, 1 to 1000; 100 by default.
   */
  dirty(source: string, options?: CallOptions & { readonly limit?: number | undefined }): Promise<DirtyMark[]> {
    return this.caller.call(
      'inbox.dirty',
      (json: Json) => each(READ.DirtyMark, json),
      [
        ['source', { kind: 'text' }, source],
        ['limit', { kind: 'optional', item: { kind: 'integer' } }, options?.limit],
      ],
      options,
    );
  }

  /**
   * Says that a subject was fetched and what was found recorded. A hint that came since keeps it dirty.
   * @param source Who announced it.
   * @param kind What kind of thing it is.
   * @param id Its id at the source.
   * @param hints The number of hints that its mark had before it was fetched.
   * @param options.guard The lease under which it was fetched.
   * @param options.now When; the present by default.
   * @throws `NotFoundError`: nobody named it.
   * @throws `ConflictError`: the lease is gone.
   */
  fetched(source: string, kind: string, id: string, hints: number, options?: CallOptions & { readonly guard?: LeaseGuard | undefined; readonly now?: Date | Instant | undefined }): Promise<DirtyMark> {
    return this.caller.call(
      'inbox.fetched',
      READ.DirtyMark,
      [
        ['source', { kind: 'text' }, source],
        ['kind', { kind: 'text' }, kind],
        ['id', { kind: 'text' }, id],
        ['hints', { kind: 'integer' }, hints],
        ['guard', { kind: 'optional', item: { kind: 'record', name: 'LeaseGuard' } }, options?.guard],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * What became of everything a source announced.
   * @param source Who announced it.
   */
  counts(source: string, options?: CallOptions): Promise<InboxCounts> {
    return this.caller.call(
      'inbox.counts',
      READ.InboxCounts,
      [
        ['source', { kind: 'text' }, source],
      ],
      options,
    );
  }
}

/** The mirror of a store: what another system holds, under which id here, how far it was read, what is gone. */
export abstract class MirrorOperations {
  /** What runs the operations. */
  protected abstract readonly caller: Caller;

  /**
   * Stores a page and moves its cursor, or does neither. What is as before writes nothing.
   * @param connection One tenant's account at one source: `"wellsky/agency-1"`.
   * @param kind The kind of all the records, as a code: `"client"`.
   * @param records The records, up to 10,000.
   * @param options.cursor Where reading goes on; stored with the records or not at all.
   * @param options.scan The number of the scan this page is a part of.
   * @param options.projection Which fields count; by default every byte of the content.
   * @param options.guard The lease under which it is written.
   * @param options.now When; the present by default.
   * @throws `ConflictError`: the cursor moved since the reader began, the scan is not open, or the lease is gone.
   */
  applyPage(connection: string, kind: string, records: readonly MirrorRecordFields[], options?: CallOptions & { readonly cursor?: CursorMove | undefined; readonly scan?: number | undefined; readonly projection?: RecordProjection | undefined; readonly guard?: LeaseGuard | undefined; readonly now?: Date | Instant | undefined }): Promise<PageReport> {
    return this.caller.call(
      'mirror.apply_page',
      READ.PageReport,
      [
        ['connection', { kind: 'text' }, connection],
        ['kind', { kind: 'text' }, kind],
        ['records', { kind: 'list', item: { kind: 'record', name: 'MirrorRecord' } }, records],
        ['cursor', { kind: 'optional', item: { kind: 'record', name: 'CursorMove' } }, options?.cursor],
        ['scan', { kind: 'optional', item: { kind: 'integer' } }, options?.scan],
        ['projection', { kind: 'optional', item: { kind: 'record', name: 'RecordProjection' } }, options?.projection],
        ['guard', { kind: 'optional', item: { kind: 'record', name: 'LeaseGuard' } }, options?.guard],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Records of a kind that changed after a change, in the order of change.
   * @param connection One tenant's account at one source.
   * @param kind The kind of record.
   * @param options.after Only after this change; from the beginning by default.
   * @param options.limit At most so many, 1 to 1000; 100 by default.
   */
  changed(connection: string, kind: string, options?: CallOptions & { readonly after?: number | undefined; readonly limit?: number | undefined }): Promise<MirrorReference[]> {
    return this.caller.call(
      'mirror.changed',
      (json: Json) => each(READ.MirrorReference, json),
      [
        ['connection', { kind: 'text' }, connection],
        ['kind', { kind: 'text' }, kind],
        ['after', { kind: 'optional', item: { kind: 'integer' } }, options?.after],
        ['limit', { kind: 'optional', item: { kind: 'integer' } }, options?.limit],
      ],
      options,
    );
  }

  /**
   * Ties a record to an id here. Of many callers all are given the same id.
   * @param connection One tenant's account at one source.
   * @param kind The kind of record.
   * @param externalId Its id there.
   * @param options.localId The id here; a new one by default.
   * @param options.now When; the present by default.
   * @throws `ConflictError`: it is tied to another id, or another live record of its kind to this one.
   */
  link(connection: string, kind: string, externalId: string, options?: CallOptions & { readonly localId?: number | undefined; readonly now?: Date | Instant | undefined }): Promise<MirrorReference> {
    return this.caller.call(
      'mirror.link',
      READ.MirrorReference,
      [
        ['connection', { kind: 'text' }, connection],
        ['kind', { kind: 'text' }, kind],
        ['external_id', { kind: 'text' }, externalId],
        ['local_id', { kind: 'optional', item: { kind: 'integer' } }, options?.localId],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Says that a record has another id there now: the id here is kept, and the old one is closed.
   * @param connection One tenant's account at one source.
   * @param kind The kind of record.
   * @param oldId The id it had.
   * @param newId The id it has.
   * @param options.newKind The kind it has now, where that is another.
   * @param options.now When; the present by default.
   * @throws `ConflictError`: each was seen and is tied to records of its own.
   */
  succeed(connection: string, kind: string, oldId: string, newId: string, options?: CallOptions & { readonly newKind?: string | undefined; readonly now?: Date | Instant | undefined }): Promise<MirrorReference> {
    return this.caller.call(
      'mirror.succeed',
      READ.MirrorReference,
      [
        ['connection', { kind: 'text' }, connection],
        ['kind', { kind: 'text' }, kind],
        ['old_id', { kind: 'text' }, oldId],
        ['new_id', { kind: 'text' }, newId],
        ['new_kind', { kind: 'optional', item: { kind: 'text' } }, options?.newKind],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Says that a look at this very record found it gone. Repeating it is harmless.
   * @param connection One tenant's account at one source.
   * @param kind The kind of record.
   * @param externalId Its id there.
   * @param options.guard The lease under which it was looked for.
   * @param options.now When; the present by default.
   * @throws `NotFoundError`: nobody saw it.
   */
  gone(connection: string, kind: string, externalId: string, options?: CallOptions & { readonly guard?: LeaseGuard | undefined; readonly now?: Date | Instant | undefined }): Promise<MirrorReference> {
    return this.caller.call(
      'mirror.gone',
      READ.MirrorReference,
      [
        ['connection', { kind: 'text' }, connection],
        ['kind', { kind: 'text' }, kind],
        ['external_id', { kind: 'text' }, externalId],
        ['guard', { kind: 'optional', item: { kind: 'record', name: 'LeaseGuard' } }, options?.guard],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * What is known about a record; nothing when nobody saw or linked it.
   * @param connection One tenant's account at one source.
   * @param kind The kind of record.
   * @param externalId Its id there.
   */
  reference(connection: string, kind: string, externalId: string, options?: CallOptions): Promise<MirrorReference | null> {
    return this.caller.call(
      'mirror.reference',
      (json: Json) => maybe(READ.MirrorReference, json),
      [
        ['connection', { kind: 'text' }, connection],
        ['kind', { kind: 'text' }, kind],
        ['external_id', { kind: 'text' }, externalId],
      ],
      options,
    );
  }

  /**
   * What was kept of a record; nothing when nothing was.
   * @param connection One tenant's account at one source.
   * @param kind The kind of record.
   * @param externalId Its id there.
   */
  body(connection: string, kind: string, externalId: string, options?: CallOptions): Promise<Uint8Array | null> {
    return this.caller.call(
      'mirror.body',
      (json: Json) => maybe(bytes, json),
      [
        ['connection', { kind: 'text' }, connection],
        ['kind', { kind: 'text' }, kind],
        ['external_id', { kind: 'text' }, externalId],
      ],
      options,
    );
  }

  /**
   * Every record that is tied to an id here, in the order in which they were first seen.
   * @param localId The id here.
   */
  referencesOf(localId: number, options?: CallOptions): Promise<MirrorReference[]> {
    return this.caller.call(
      'mirror.references_of',
      (json: Json) => each(READ.MirrorReference, json),
      [
        ['local_id', { kind: 'integer' }, localId],
      ],
      options,
    );
  }

  /**
   * How far a stream was read; nothing when it never was.
   * @param stream The stream.
   */
  cursor(stream: string, options?: CallOptions): Promise<MirrorCursor | null> {
    return this.caller.call(
      'mirror.cursor',
      (json: Json) => maybe(READ.MirrorCursor, json),
      [
        ['stream', { kind: 'text' }, stream],
      ],
      options,
    );
  }

  /**
   * What to read next: it overlaps what is stored, and ends before the vendor's clocks may disagree.
   * @param remoteNow By the other system's clock (the `Date` of its answer).
   * @param options.high How far it was read: `high` of the cursor.
   * @param options.overlapSeconds How much is read again, in seconds; 300 by default.
   * @param options.skewSeconds How far apart the vendor's own clocks may be, in seconds; 60 by default.
   */
  nextRead(remoteNow: Date | Instant, options?: CallOptions & { readonly high?: Date | Instant | undefined; readonly overlapSeconds?: number | undefined; readonly skewSeconds?: number | undefined }): Promise<ReadWindow> {
    return this.caller.call(
      'mirror.next_read',
      READ.ReadWindow,
      [
        ['remote_now', { kind: 'instant' }, remoteNow],
        ['high', { kind: 'optional', item: { kind: 'instant' } }, options?.high],
        ['overlap_seconds', { kind: 'optional', item: { kind: 'number' } }, options?.overlapSeconds],
        ['skew_seconds', { kind: 'optional', item: { kind: 'number' } }, options?.skewSeconds],
      ],
      options,
    );
  }

  /**
   * Takes a cursor back, or ahead, by a decision of somebody, which is kept.
   * @param stream The stream.
   * @param expectedVersion The version the cursor has.
   * @param actor Who decided: an opaque id.
   * @param reason Why: a code.
   * @param options.high Where reading goes on; from the beginning by default.
   * @param options.now When; the present by default.
   * @throws `ConflictError`: it moved since.
   * @throws `NotFoundError`: the stream was never read.
   */
  rewind(stream: string, expectedVersion: number, actor: string, reason: string, options?: CallOptions & { readonly high?: Date | Instant | undefined; readonly now?: Date | Instant | undefined }): Promise<MirrorCursor> {
    return this.caller.call(
      'mirror.rewind',
      READ.MirrorCursor,
      [
        ['stream', { kind: 'text' }, stream],
        ['expected_version', { kind: 'integer' }, expectedVersion],
        ['actor', { kind: 'text' }, actor],
        ['reason', { kind: 'text' }, reason],
        ['high', { kind: 'optional', item: { kind: 'instant' } }, options?.high],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Begins a reading of everything in a scope. An open one of the same connection and kind ends as partial.
   * @param connection One tenant's account at one source.
   * @param kind The kind of record.
   * @param options.start Only what lies from this instant on; both ends or neither.
   * @param options.end Only what lies before this instant.
   * @param options.now When; the present by default.
   */
  beginScan(connection: string, kind: string, options?: CallOptions & { readonly start?: Date | Instant | undefined; readonly end?: Date | Instant | undefined; readonly now?: Date | Instant | undefined }): Promise<MirrorScan> {
    return this.caller.call(
      'mirror.begin_scan',
      READ.MirrorScan,
      [
        ['connection', { kind: 'text' }, connection],
        ['kind', { kind: 'text' }, kind],
        ['start', { kind: 'optional', item: { kind: 'instant' } }, options?.start],
        ['end', { kind: 'optional', item: { kind: 'instant' } }, options?.end],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Ends a scan. Of a complete one, what it missed often enough is gone, unless that is more than the brake lets
   * through.
   * @param number Its number.
   * @param complete True when every slice was read to its end, none was cut off, and no error was passed over. False
   * for anything else: it then proves nothing about what it did not see.
   * @param options.misses How many complete scans in a row have to miss a record; 2 by default.
   * @param options.brakeCount So many may always be gone; 5 by default.
   * @param options.brakePercent So may this share of what is live, in percent; 5 by default.
   * @param options.guard The lease under which it was read.
   * @param options.now When; the present by default.
   * @throws `ConflictError`: it is not open, or the lease is gone.
   */
  endScan(number: number, complete: boolean, options?: CallOptions & { readonly misses?: number | undefined; readonly brakeCount?: number | undefined; readonly brakePercent?: number | undefined; readonly guard?: LeaseGuard | undefined; readonly now?: Date | Instant | undefined }): Promise<ScanReport> {
    return this.caller.call(
      'mirror.end_scan',
      READ.ScanReport,
      [
        ['number', { kind: 'integer' }, number],
        ['complete', { kind: 'flag' }, complete],
        ['misses', { kind: 'optional', item: { kind: 'integer' } }, options?.misses],
        ['brake_count', { kind: 'optional', item: { kind: 'integer' } }, options?.brakeCount],
        ['brake_percent', { kind: 'optional', item: { kind: 'integer' } }, options?.brakePercent],
        ['guard', { kind: 'optional', item: { kind: 'record', name: 'LeaseGuard' } }, options?.guard],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Lets a held scan through: what it missed, and was not seen since, is gone.
   * @param number Its number.
   * @param actor Who lets it through: an opaque id.
   * @param options.now When; the present by default.
   * @throws `ConflictError`: it is not held.
   */
  approveScan(number: number, actor: string, options?: CallOptions & { readonly now?: Date | Instant | undefined }): Promise<ScanReport> {
    return this.caller.call(
      'mirror.approve_scan',
      READ.ScanReport,
      [
        ['number', { kind: 'integer' }, number],
        ['actor', { kind: 'text' }, actor],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * One scan.
   * @param number Its number.
   * @throws `NotFoundError`: there is none with this number.
   */
  scan(number: number, options?: CallOptions): Promise<MirrorScan> {
    return this.caller.call(
      'mirror.scan',
      READ.MirrorScan,
      [
        ['number', { kind: 'integer' }, number],
      ],
      options,
    );
  }
}

/** The leases of a store: who may do a thing now, with a fence that refuses whoever comes back too late. */
export abstract class LeaseOperations {
  /** What runs the operations. */
  protected abstract readonly caller: Caller;

  /**
   * Grants a lease, with a higher fence than any grant before. A holder that has it already gets it anew.
   * @param name What it is for: `"poll/wellsky/agency-1"`.
   * @param holder The worker, unique among those that run.
   * @param ttlSeconds For how long, up to 24 hours.
   * @param options.now When; the present by default.
   * @throws `ConflictError`: another holder has it; says for how long.
   */
  acquire(name: string, holder: string, ttlSeconds: number, options?: CallOptions & { readonly now?: Date | Instant | undefined }): Promise<Lease> {
    return this.caller.call(
      'lease.acquire',
      READ.Lease,
      [
        ['name', { kind: 'text' }, name],
        ['holder', { kind: 'text' }, holder],
        ['ttl_seconds', { kind: 'number' }, ttlSeconds],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Moves the end of a grant. Do so after a third of its time.
   * @param name What it is for.
   * @param fence The fence of the grant.
   * @param ttlSeconds For how long from now, up to 24 hours; never to an earlier instant.
   * @param options.now When; the present by default.
   * @throws `ConflictError`: it has ended, was released or granted anew: stop.
   */
  renew(name: string, fence: number, ttlSeconds: number, options?: CallOptions & { readonly now?: Date | Instant | undefined }): Promise<Lease> {
    return this.caller.call(
      'lease.renew',
      READ.Lease,
      [
        ['name', { kind: 'text' }, name],
        ['fence', { kind: 'integer' }, fence],
        ['ttl_seconds', { kind: 'number' }, ttlSeconds],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Gives a grant back. Repeating it is harmless.
   * @param name What it is for.
   * @param fence The fence of the grant.
   * @param options.now When; the present by default.
   * @throws `ConflictError`: it was granted anew.
   */
  release(name: string, fence: number, options?: CallOptions & { readonly now?: Date | Instant | undefined }): Promise<Lease> {
    return this.caller.call(
      'lease.release',
      READ.Lease,
      [
        ['name', { kind: 'text' }, name],
        ['fence', { kind: 'integer' }, fence],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Passes when the grant with this fence is live.
   * @param name What it is for.
   * @param fence The fence of the grant.
   * @param options.now When; the present by default.
   * @throws `ConflictError`: it has ended, was released or granted anew: stop.
   */
  check(name: string, fence: number, options?: CallOptions & { readonly now?: Date | Instant | undefined }): Promise<void> {
    return this.caller.call(
      'lease.check',
      () => undefined,
      [
        ['name', { kind: 'text' }, name],
        ['fence', { kind: 'integer' }, fence],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * The last grant under a name, live or not; nothing when there was none.
   * @param name What it is for.
   */
  get(name: string, options?: CallOptions): Promise<Lease | null> {
    return this.caller.call(
      'lease.get',
      (json: Json) => maybe(READ.Lease, json),
      [
        ['name', { kind: 'text' }, name],
      ],
      options,
    );
  }
}

/** The latches of a store: what may happen once in the life of a subject, and only with proof. */
export abstract class LatchOperations {
  /** What runs the operations. */
  protected abstract readonly caller: Caller;

  /**
   * Proves that a latch may fire, and arms it. The first document counts.
   * @param rule What is asked of the proof.
   * @param evidence The proof.
   * @param subject The opaque id of whom it happens to.
   * @param options.now When; the present by default.
   * @throws `RejectedError`: the evidence does not prove it; the context has the reason.
   * @throws `ConflictError`: the document armed another latch.
   */
  arm(rule: LatchRule, evidence: LatchEvidence, subject: string, options?: CallOptions & { readonly now?: Date | Instant | undefined }): Promise<ArmedLatch> {
    return this.caller.call(
      'latch.arm',
      READ.ArmedLatch,
      [
        ['rule', { kind: 'record', name: 'LatchRule' }, rule],
        ['evidence', { kind: 'record', name: 'LatchEvidence' }, evidence],
        ['subject', { kind: 'text' }, subject],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Says that an effect is about to fire it. Repeating it with the same effect is harmless.
   * @param kind The kind of latch.
   * @param subject Whom it happens to.
   * @param effectId The id of the effect.
   * @param options.now When; the present by default.
   * @throws `ConflictError`: another effect fires it or did.
   */
  fire(kind: string, subject: string, effectId: string, options?: CallOptions & { readonly now?: Date | Instant | undefined }): Promise<Latch> {
    return this.caller.call(
      'latch.fire',
      READ.Latch,
      [
        ['kind', { kind: 'text' }, kind],
        ['subject', { kind: 'text' }, subject],
        ['effect_id', { kind: 'text' }, effectId],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Says that it happened. Repeating it is harmless.
   * @param kind The kind of latch.
   * @param subject Whom it happened to.
   * @param effectId The id of the effect.
   * @param options.remoteId What the other side calls the result.
   * @param options.now When; the present by default.
   */
  fired(kind: string, subject: string, effectId: string, options?: CallOptions & { readonly remoteId?: string | undefined; readonly now?: Date | Instant | undefined }): Promise<Latch> {
    return this.caller.call(
      'latch.fired',
      READ.Latch,
      [
        ['kind', { kind: 'text' }, kind],
        ['subject', { kind: 'text' }, subject],
        ['effect_id', { kind: 'text' }, effectId],
        ['remote_id', { kind: 'optional', item: { kind: 'text' } }, options?.remoteId],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Says that the effect was refused, or is proved not to have happened. Repeating it is harmless.
   * @param kind The kind of latch.
   * @param subject Whom it happens to.
   * @param effectId The id of the effect.
   * @param options.now When; the present by default.
   */
  misfired(kind: string, subject: string, effectId: string, options?: CallOptions & { readonly now?: Date | Instant | undefined }): Promise<Latch> {
    return this.caller.call(
      'latch.misfired',
      READ.Latch,
      [
        ['kind', { kind: 'text' }, kind],
        ['subject', { kind: 'text' }, subject],
        ['effect_id', { kind: 'text' }, effectId],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * One latch; nothing when it was never armed.
   * @param kind The kind of latch.
   * @param subject Whom it happens to.
   */
  get(kind: string, subject: string, options?: CallOptions): Promise<Latch | null> {
    return this.caller.call(
      'latch.get',
      (json: Json) => maybe(READ.Latch, json),
      [
        ['kind', { kind: 'text' }, kind],
        ['subject', { kind: 'text' }, subject],
      ],
      options,
    );
  }

  /**
   * Latches that are armed or firing, in the order of arming.
   * @param options.limit At most so many, 1 to 1000; 100 by default.
   */
  unfired(options?: CallOptions & { readonly limit?: number | undefined }): Promise<Latch[]> {
    return this.caller.call(
      'latch.unfired',
      (json: Json) => each(READ.Latch, json),
      [
        ['limit', { kind: 'optional', item: { kind: 'integer' } }, options?.limit],
      ],
      options,
    );
  }
}

/** The gate of a store: how far an integration may go by now. */
export abstract class GateOperations {
  /** What runs the operations. */
  protected abstract readonly caller: Caller;

  /**
   * Sets how far an integration may go. Every change is kept; whoever asks afterwards sees it, in any process.
   * @param connection One tenant's account at one source: `"wellsky/agency-1"`.
   * @param level off, read_only, inbound, outbound, two_way, automation.
   * @param actor Who sets it: an opaque id.
   * @param reason Why: a code.
   * @param options.kind Only for this kind of record, as a code.
   * @param options.operation Only for this operation on it, as a code.
   * @param options.now When; the present by default.
   */
  setLevel(connection: string, level: string, actor: string, reason: string, options?: CallOptions & { readonly kind?: string | undefined; readonly operation?: string | undefined; readonly now?: Date | Instant | undefined }): Promise<GateChange> {
    return this.caller.call(
      'gate.set_level',
      READ.GateChange,
      [
        ['connection', { kind: 'text' }, connection],
        ['level', { kind: 'text' }, level],
        ['actor', { kind: 'text' }, actor],
        ['reason', { kind: 'text' }, reason],
        ['kind', { kind: 'optional', item: { kind: 'text' } }, options?.kind],
        ['operation', { kind: 'optional', item: { kind: 'text' } }, options?.operation],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * The level that counts: that of the scope, or of what is around it; off where none is set.
   * @param connection One tenant's account at one source.
   * @param options.kind The kind of record.
   * @param options.operation The operation on it.
   */
  level(connection: string, options?: CallOptions & { readonly kind?: string | undefined; readonly operation?: string | undefined }): Promise<string> {
    return this.caller.call(
      'gate.level',
      (json: Json) => json,
      [
        ['connection', { kind: 'text' }, connection],
        ['kind', { kind: 'optional', item: { kind: 'text' } }, options?.kind],
        ['operation', { kind: 'optional', item: { kind: 'text' } }, options?.operation],
      ],
      options,
    );
  }

  /**
   * Passes when the gate allows the action. Ask when something is planned, and again right before it is sent.
   * @param connection One tenant's account at one source.
   * @param action read: fetch from there. apply: change something here because it changed there. send: change
   * something there. automate: change something there that nobody asked for.
   * @param options.kind The kind of record.
   * @param options.operation The operation on it.
   * @throws `PermissionDeniedError`: it does not; the context has the level.
   */
  check(connection: string, action: string, options?: CallOptions & { readonly kind?: string | undefined; readonly operation?: string | undefined }): Promise<void> {
    return this.caller.call(
      'gate.check',
      () => undefined,
      [
        ['connection', { kind: 'text' }, connection],
        ['action', { kind: 'text' }, action],
        ['kind', { kind: 'optional', item: { kind: 'text' } }, options?.kind],
        ['operation', { kind: 'optional', item: { kind: 'text' } }, options?.operation],
      ],
      options,
    );
  }

  /**
   * The changes of a connection, the latest first.
   * @param connection One tenant's account at one source.
   * @param options.limit At most so many, 1 to 1000; 100 by default.
   */
  changes(connection: string, options?: CallOptions & { readonly limit?: number | undefined }): Promise<GateChange[]> {
    return this.caller.call(
      'gate.changes',
      (json: Json) => each(READ.GateChange, json),
      [
        ['connection', { kind: 'text' }, connection],
        ['limit', { kind: 'optional', item: { kind: 'integer' } }, options?.limit],
      ],
      options,
    );
  }
}

/** The audit log of a store: who did what, in chains of hashes that show every change. */
export abstract class AuditOperations {
  /** What runs the operations. */
  protected abstract readonly caller: Caller;

  /**
   * Appends entries to a chain, all or none, and gives its new end. Nothing is ever changed or deleted.
   * @param chain The chain, as a name: `"agency-1"`.
   * @param entries The entries, all or none.
   * @param options.now When; the present by default.
   */
  append(chain: string, entries: readonly NewAuditEntryFields[], options?: CallOptions & { readonly now?: Date | Instant | undefined }): Promise<AuditHead> {
    return this.caller.call(
      'audit.append',
      READ.AuditHead,
      [
        ['chain', { kind: 'text' }, chain],
        ['entries', { kind: 'list', item: { kind: 'record', name: 'NewAuditEntry' } }, entries],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Where a chain ends.
   * @param chain The chain.
   */
  head(chain: string, options?: CallOptions): Promise<AuditHead> {
    return this.caller.call(
      'audit.head',
      READ.AuditHead,
      [
        ['chain', { kind: 'text' }, chain],
      ],
      options,
    );
  }

  /**
   * Entries of a chain, in order.
   * @param chain The chain.
   * @param options.after Only after this number.
   * @param options.limit At most so many, 1 to 1000; 100 by default.
   */
  entries(chain: string, options?: CallOptions & { readonly after?: number | undefined; readonly limit?: number | undefined }): Promise<AuditEntry[]> {
    return this.caller.call(
      'audit.entries',
      (json: Json) => each(READ.AuditEntry, json),
      [
        ['chain', { kind: 'text' }, chain],
        ['after', { kind: 'optional', item: { kind: 'integer' } }, options?.after],
        ['limit', { kind: 'optional', item: { kind: 'integer' } }, options?.limit],
      ],
      options,
    );
  }

  /**
   * Reads a chain to its end and holds it against the head of the store and against anchors.
   * @param chain The chain.
   * @param options.fromHead From here on: the head of an earlier verification. From the beginning by default.
   * @param options.anchors Anchors that were kept outside the store.
   * @param options.key The key they were signed under, 32 bytes or more; required with anchors.
   * @throws `ConflictError`: the chain was changed, cut or written anew: the context says where.
   * @throws `AuthenticationError`: an anchor was not signed under this key, or was changed.
   */
  verify(chain: string, options?: CallOptions & { readonly fromHead?: AuditHead | undefined; readonly anchors?: readonly AuditAnchor[] | undefined; readonly key?: Uint8Array | undefined }): Promise<AuditVerification> {
    return this.caller.call(
      'audit.verify',
      READ.AuditVerification,
      [
        ['chain', { kind: 'text' }, chain],
        ['from_head', { kind: 'optional', item: { kind: 'record', name: 'AuditHead' } }, options?.fromHead],
        ['anchors', { kind: 'optional', item: { kind: 'list', item: { kind: 'record', name: 'AuditAnchor' } } }, options?.anchors],
        ['key', { kind: 'optional', item: { kind: 'bytes' } }, options?.key],
      ],
      options,
    );
  }

  /**
   * Signs how far a chain has reached. Keep the anchor outside the store.
   * @param chain The chain.
   * @param key The key, 32 bytes or more.
   */
  anchor(chain: string, key: Uint8Array, options?: CallOptions): Promise<AuditAnchor> {
    return this.caller.call(
      'audit.anchor',
      READ.AuditAnchor,
      [
        ['chain', { kind: 'text' }, chain],
        ['key', { kind: 'bytes' }, key],
      ],
      options,
    );
  }
}

/** The vault of a store: credentials, sealed under a key the store never sees. */
export abstract class VaultOperations {
  /** What runs the operations. */
  protected abstract readonly caller: Caller;

  /**
   * Seals a secret and puts it in the place of the version that is expected. Of two workers one is told that the
   * other was first.
   * @param connection One tenant's account at one source: `"calendly/agency-1"`.
   * @param name Which secret of it, as a code: `"refresh_token"`.
   * @param secret The secret, 1 byte to 64 KiB.
   * @param options.expectedVersion The version that it replaces; 0, the default, where there is none.
   * @param options.now When; the present by default.
   * @throws `ConflictError`: another version is held: read it, and throw this one away.
   * @throws `ConfigError`: the store was opened without vault keys, or the key of a secret is not among them.
   */
  put(connection: string, name: string, secret: Uint8Array, options?: CallOptions & { readonly expectedVersion?: number | undefined; readonly now?: Date | Instant | undefined }): Promise<VaultSecret> {
    return this.caller.call(
      'vault.put',
      READ.VaultSecret,
      [
        ['connection', { kind: 'text' }, connection],
        ['name', { kind: 'text' }, name],
        ['secret', { kind: 'bytes' }, secret],
        ['expected_version', { kind: 'optional', item: { kind: 'integer' } }, options?.expectedVersion],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Opens a secret; nothing when there is none under the name.
   * @param connection One tenant's account at one source.
   * @param name Which secret of it.
   * @throws `ConfigError`: the store was opened without vault keys, or the key of a secret is not among them.
   */
  get(connection: string, name: string, options?: CallOptions): Promise<OpenSecret | null> {
    return this.caller.call(
      'vault.get',
      (json: Json) => maybe(READ.OpenSecret, json),
      [
        ['connection', { kind: 'text' }, connection],
        ['name', { kind: 'text' }, name],
      ],
      options,
    );
  }

  /**
   * Forgets a secret; true when there was one. Its versions go on counting.
   * @param connection One tenant's account at one source.
   * @param name Which secret of it.
   * @param options.now When; the present by default.
   */
  forget(connection: string, name: string, options?: CallOptions & { readonly now?: Date | Instant | undefined }): Promise<boolean> {
    return this.caller.call(
      'vault.forget',
      (json: Json) => json,
      [
        ['connection', { kind: 'text' }, connection],
        ['name', { kind: 'text' }, name],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Seals what is under an old master key under the current one. It may stop anywhere and be called again.
   * @param options.limit At most so many secrets; all by default.
   * @throws `ConfigError`: the store was opened without vault keys, or the key of a secret is not among them.
   */
  rotate(options?: CallOptions & { readonly limit?: number | undefined }): Promise<VaultRotation> {
    return this.caller.call(
      'vault.rotate',
      READ.VaultRotation,
      [
        ['limit', { kind: 'optional', item: { kind: 'integer' } }, options?.limit],
      ],
      options,
    );
  }
}

/** The conflicts of a store: fields that both sides changed, kept until a person decides. */
export abstract class ConflictOperations {
  /** What runs the operations. */
  protected abstract readonly caller: Caller;

  /**
   * Records every conflict that a sync found in one record, also when that is none: those that were open and are not
   * found any more are closed. Found again, a conflict stays one.
   * @param connection One tenant's account at one source: `"wellsky/agency-1"`.
   * @param kind The kind of record, as a code.
   * @param externalId The id of the record there.
   * @param found Every conflict that was found, up to 1000; an empty list when there is none (any more).
   * @param options.guard The lease under which it is recorded.
   * @param options.now When; the present by default.
   * @throws `ConflictError`: the lease is gone.
   */
  record(connection: string, kind: string, externalId: string, found: readonly FoundConflictFields[], options?: CallOptions & { readonly guard?: LeaseGuard | undefined; readonly now?: Date | Instant | undefined }): Promise<ConflictReport> {
    return this.caller.call(
      'conflict.record',
      READ.ConflictReport,
      [
        ['connection', { kind: 'text' }, connection],
        ['kind', { kind: 'text' }, kind],
        ['external_id', { kind: 'text' }, externalId],
        ['found', { kind: 'list', item: { kind: 'record', name: 'FoundConflict' } }, found],
        ['guard', { kind: 'optional', item: { kind: 'record', name: 'LeaseGuard' } }, options?.guard],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * One conflict, with its values while it is open.
   * @param number Its number.
   * @throws `NotFoundError`: there is none with this number, or it was purged.
   */
  get(number: number, options?: CallOptions): Promise<Conflict> {
    return this.caller.call(
      'conflict.get',
      READ.Conflict,
      [
        ['number', { kind: 'integer' }, number],
      ],
      options,
    );
  }

  /**
   * The conflicts of a connection, in the order of their numbers.
   * @param connection One tenant's account at one source.
   * @param options.kind Only of this kind of record.
   * @param options.state open, resolved, obsolete, or any; open by default.
   * @param options.after Only after this number.
   * @param options.limit At most so many, 1 to 1000; 100 by default.
   */
  ofConnection(connection: string, options?: CallOptions & { readonly kind?: string | undefined; readonly state?: string | undefined; readonly after?: number | undefined; readonly limit?: number | undefined }): Promise<Conflict[]> {
    return this.caller.call(
      'conflict.of_connection',
      (json: Json) => each(READ.Conflict, json),
      [
        ['connection', { kind: 'text' }, connection],
        ['kind', { kind: 'optional', item: { kind: 'text' } }, options?.kind],
        ['state', { kind: 'optional', item: { kind: 'text' } }, options?.state],
        ['after', { kind: 'optional', item: { kind: 'integer' } }, options?.after],
        ['limit', { kind: 'optional', item: { kind: 'integer' } }, options?.limit],
      ],
      options,
    );
  }

  /**
   * Records what a person decided; the next sync carries it out. Deciding the same again is harmless.
   * @param number The number of the conflict.
   * @param chosen local: our value, which the next sync pushes. remote: theirs, which it applies. value: a third one,
   * for both.
   * @param actor Who decides: an opaque id.
   * @param reason Why: a code.
   * @param options.value The third value, as JSON; required with value, and refused with the others.
   * @param options.now When; the present by default.
   * @throws `ConflictError`: it is not open any more: the context has its state.
   * @throws `NotFoundError`: there is none with this number, or it was purged.
   */
  resolve(number: number, chosen: string, actor: string, reason: string, options?: CallOptions & { readonly value?: string | undefined; readonly now?: Date | Instant | undefined }): Promise<Conflict> {
    return this.caller.call(
      'conflict.resolve',
      READ.Conflict,
      [
        ['number', { kind: 'integer' }, number],
        ['chosen', { kind: 'text' }, chosen],
        ['actor', { kind: 'text' }, actor],
        ['reason', { kind: 'text' }, reason],
        ['value', { kind: 'optional', item: { kind: 'text' } }, options?.value],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * How many conflicts of a connection wait, were decided, or closed by themselves.
   * @param connection One tenant's account at one source.
   */
  counts(connection: string, options?: CallOptions): Promise<ConflictCounts> {
    return this.caller.call(
      'conflict.counts',
      READ.ConflictCounts,
      [
        ['connection', { kind: 'text' }, connection],
      ],
      options,
    );
  }
}

/** The health of integrations: what waits in a store and for how long, whether each works, what is wrong. */
export abstract class HealthOperations {
  /** What runs the operations. */
  protected abstract readonly caller: Caller;

  /**
   * What waits for an integration and for how long, how far its streams are behind, from one look at the store.
   * @param integration What belongs to the integration.
   * @param options.now When; the present by default.
   */
  vitals(integration: Integration, options?: CallOptions & { readonly now?: Date | Instant | undefined }): Promise<Vitals> {
    return this.caller.call(
      'health.vitals',
      READ.Vitals,
      [
        ['integration', { kind: 'record', name: 'Integration' }, integration],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * What waits for each integration and what became of all that was queued, as Prometheus reads it: content type
   * text/plain; version=0.0.4. No label holds anything of a person.
   * @param integrations What belongs to each integration, each under a name of its own; none for what is queued
   * alone.
   * @param options.now When; the present by default.
   */
  metricsText(integrations: readonly Integration[], options?: CallOptions & { readonly now?: Date | Instant | undefined }): Promise<string> {
    return this.caller.call(
      'health.metrics_text',
      (json: Json) => json,
      [
        ['integrations', { kind: 'list', item: { kind: 'record', name: 'Integration' } }, integrations],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * How an integration is: whether it works, what waits, and what is more than its targets allow.
   * @param integration What belongs to the integration.
   * @param options.targets What it is to keep to; the defaults where nothing is given.
   * @param options.before The numbers of the look before: without them lost leases, which are only ever counted up,
   * are not judged.
   * @param options.now When; the present by default.
   */
  look(integration: Integration, options?: CallOptions & { readonly targets?: HealthTargets | undefined; readonly before?: Vitals | undefined; readonly now?: Date | Instant | undefined }): Promise<HealthReport> {
    return this.caller.call(
      'health.look',
      READ.HealthReport,
      [
        ['integration', { kind: 'record', name: 'Integration' }, integration],
        ['targets', { kind: 'optional', item: { kind: 'record', name: 'HealthTargets' } }, options?.targets],
        ['before', { kind: 'optional', item: { kind: 'record', name: 'Vitals' } }, options?.before],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Records what happened to an integration. After a fetch that failed only a complete one makes it active again.
   * @param name Its name, as a code.
   * @param event switched_on, switched_off; complete, partial: a fetch came to its end; failed: it did not.
   * @param options.reason Why it failed, as a code; required with failed, and refused with the others.
   * @param options.now When; the present by default.
   */
  observe(name: string, event: string, options?: CallOptions & { readonly reason?: string | undefined; readonly now?: Date | Instant | undefined }): Promise<IntegrationStatus> {
    return this.caller.call(
      'health.observe',
      READ.IntegrationStatus,
      [
        ['name', { kind: 'text' }, name],
        ['event', { kind: 'text' }, event],
        ['reason', { kind: 'optional', item: { kind: 'text' } }, options?.reason],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Whether an integration works; nothing when nothing ever happened to it.
   * @param name Its name, as a code.
   */
  status(name: string, options?: CallOptions): Promise<IntegrationStatus | null> {
    return this.caller.call(
      'health.status',
      (json: Json) => maybe(READ.IntegrationStatus, json),
      [
        ['name', { kind: 'text' }, name],
      ],
      options,
    );
  }
}

/** The retention of a store: what is let go of by age and of one person, what is kept until a matter is closed. */
export abstract class RetentionOperations {
  /** What runs the operations. */
  protected abstract readonly caller: Caller;

  /**
   * Counts what a purge would let go of, without a limit. Changes nothing.
   * @param rules How long what is kept; what has no rule stays for good.
   * @param options.now When; the present by default.
   */
  preview(rules: readonly RetentionRule[], options?: CallOptions & { readonly now?: Date | Instant | undefined }): Promise<PurgeReport> {
    return this.caller.call(
      'retention.preview',
      READ.PurgeReport,
      [
        ['rules', { kind: 'list', item: { kind: 'record', name: 'RetentionRule' } }, rules],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Lets go of what is older than its rule says, the oldest first, a limited number at a time: call it until there
   * is no more. What a legal hold covers stays.
   * @param rules How long what is kept; what has no rule stays for good.
   * @param options.limit At most so many of each, 1 to 1000; 100 by default.
   * @param options.now When; the present by default.
   */
  purge(rules: readonly RetentionRule[], options?: CallOptions & { readonly limit?: number | undefined; readonly now?: Date | Instant | undefined }): Promise<PurgeReport> {
    return this.caller.call(
      'retention.purge',
      READ.PurgeReport,
      [
        ['rules', { kind: 'list', item: { kind: 'record', name: 'RetentionRule' } }, rules],
        ['limit', { kind: 'optional', item: { kind: 'integer' } }, options?.limit],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Removes what is kept of one person, all of it or nothing, and writes down that it did. Erase at the other side
   * first, or the next sync reads it again.
   * @param token The person as the audit log names them: an opaque token.
   * @param chain The chain of the audit log, in which the erasure is written down.
   * @param actor Who asks for it: an opaque id.
   * @param options.localId Their id here: every record that is tied to it.
   * @param options.references Further records of other systems, up to 1000.
   * @param options.announced Subjects of messages, up to 1000.
   * @param options.keys Keys that were made for them alone, up to 1000: what is sealed under one is lost with it.
   * @param options.now When; the present by default.
   * @throws `PermissionDeniedError`: a legal hold covers some of it: the context has the matter.
   */
  erase(token: string, chain: string, actor: string, options?: CallOptions & { readonly localId?: number | undefined; readonly references?: readonly RecordName[] | undefined; readonly announced?: readonly MessageSubject[] | undefined; readonly keys?: readonly SecretKey[] | undefined; readonly now?: Date | Instant | undefined }): Promise<ErasureReport> {
    return this.caller.call(
      'retention.erase',
      READ.ErasureReport,
      [
        ['token', { kind: 'text' }, token],
        ['chain', { kind: 'text' }, chain],
        ['actor', { kind: 'text' }, actor],
        ['local_id', { kind: 'optional', item: { kind: 'integer' } }, options?.localId],
        ['references', { kind: 'optional', item: { kind: 'list', item: { kind: 'record', name: 'RecordName' } } }, options?.references],
        ['announced', { kind: 'optional', item: { kind: 'list', item: { kind: 'record', name: 'MessageSubject' } } }, options?.announced],
        ['keys', { kind: 'optional', item: { kind: 'list', item: { kind: 'record', name: 'SecretKey' } } }, options?.keys],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Keeps what is about a person from being erased or let go of until the hold is lifted, and writes down that it
   * does. Placed again it is widened.
   * @param token The person as the audit log names them: an opaque token.
   * @param chain The chain of the audit log that has their entries.
   * @param matter What it is kept for, as the opaque id of a case.
   * @param actor Who places it: an opaque id.
   * @param options.localId Their id here: every record that is tied to it, also later.
   * @param options.references Further records of other systems, up to 1000.
   * @param options.announced Subjects of messages, up to 1000.
   * @param options.now When; the present by default.
   * @throws `ConflictError`: it stands with another id here.
   */
  placeHold(token: string, chain: string, matter: string, actor: string, options?: CallOptions & { readonly localId?: number | undefined; readonly references?: readonly RecordName[] | undefined; readonly announced?: readonly MessageSubject[] | undefined; readonly now?: Date | Instant | undefined }): Promise<LegalHold> {
    return this.caller.call(
      'retention.place_hold',
      READ.LegalHold,
      [
        ['token', { kind: 'text' }, token],
        ['chain', { kind: 'text' }, chain],
        ['matter', { kind: 'text' }, matter],
        ['actor', { kind: 'text' }, actor],
        ['local_id', { kind: 'optional', item: { kind: 'integer' } }, options?.localId],
        ['references', { kind: 'optional', item: { kind: 'list', item: { kind: 'record', name: 'RecordName' } } }, options?.references],
        ['announced', { kind: 'optional', item: { kind: 'list', item: { kind: 'record', name: 'MessageSubject' } } }, options?.announced],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * Lifts the hold of a matter and writes down who did; false when none stands.
   * @param token The person.
   * @param chain The chain of the audit log.
   * @param matter The matter.
   * @param actor Who lifts it: an opaque id.
   * @param options.now When; the present by default.
   */
  liftHold(token: string, chain: string, matter: string, actor: string, options?: CallOptions & { readonly now?: Date | Instant | undefined }): Promise<boolean> {
    return this.caller.call(
      'retention.lift_hold',
      (json: Json) => json,
      [
        ['token', { kind: 'text' }, token],
        ['chain', { kind: 'text' }, chain],
        ['matter', { kind: 'text' }, matter],
        ['actor', { kind: 'text' }, actor],
        ['now', { kind: 'optional', item: { kind: 'instant' } }, options?.now],
      ],
      options,
    );
  }

  /**
   * The holds of a chain that stand, in the order in which they were placed.
   * @param chain The chain of the audit log.
   * @param options.after Only after this number.
   * @param options.limit At most so many, 1 to 1000; 100 by default.
   */
  holds(chain: string, options?: CallOptions & { readonly after?: number | undefined; readonly limit?: number | undefined }): Promise<LegalHold[]> {
    return this.caller.call(
      'retention.holds',
      (json: Json) => each(READ.LegalHold, json),
      [
        ['chain', { kind: 'text' }, chain],
        ['after', { kind: 'optional', item: { kind: 'integer' } }, options?.after],
        ['limit', { kind: 'optional', item: { kind: 'integer' } }, options?.limit],
      ],
      options,
    );
  }
}
