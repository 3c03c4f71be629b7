// Records of WellSky Personal Care. Written by `cargo xtask codegen` from the Rust types; do not edit.

import { inspect, type InspectOptions } from 'node:util';

import type { CareweaveError } from '../errors.js';

/** A moment, as ISO 8601 in UTC: `'2026-04-06T14:00:00Z'`. `new Date(…)` reads it. */
export type Instant = string;

/** A day, as `'YYYY-MM-DD'`. */
export type CalendarDate = string;

/** A word of a vendor's list. A vendor adds words without notice, so any string is possible. */
export type Word<Known extends string> = Known | (string & {});

/**
 * A record with personal data. Printed by `console.log` and `util.inspect` it shows ids and statuses only, so that a
 * name does not reach a log by accident; read the property to use the value. `JSON.stringify` writes everything.
 */
abstract class PersonalRecord {
  constructor(fields: object) {
    Object.assign(this, fields);
  }

  /** The properties that may be shown. */
  protected abstract shown(): object;

  /** What `console.log` shows. */
  [inspect.custom](_depth: number, options: InspectOptions): string {
    return `${this.constructor.name} ${inspect(this.shown(), options)}`;
  }
}

/** How far an activity has come. */
export type ActivityStatus = Word<'scheduled' | 'not-started' | 'in-progress' | 'completed'>;

/** The two kinds of activities of a care plan. */
export type ActivityType = Word<'ADL' | 'IADL'>;

/** Where an applicant stands in the recruiting pipeline. */
export type ApplicantStatus = Word<'new' | 'screening' | 'phone_interview' | 'in_person_interview' | 'background_check' | 'offer_extended' | 'hired' | 'rejected' | 'withdrawn'>;

/** What an appointment says of itself. Whether it ran, was completed or missed is in its encounter. */
export type AppointmentStatus = Word<'SCHEDULED' | 'COMPLETED' | 'CANCELLED'>;

/** The state of a background check. Only `cleared` allows work. */
export type BackgroundCheck = Word<'pending' | 'cleared' | 'failed' | 'expired'>;

/** Where a caregiver stands. Only `active` may work. */
export type CaregiverStatus = Word<'applicant' | 'pending' | 'active' | 'inactive' | 'terminated'>;

/** A caregiver's certification. */
export type Certification = Word<'CNA' | 'HHA' | 'PCA'>;

/** Where a client stands. */
export type ClientStatus = Word<'prospect' | 'pending' | 'active' | 'on_hold' | 'discharged'>;

/** What a subscription waits for. There is no event of appointments, clock-ins or availability. */
export type Criteria = Word<'admintask.created' | 'admintask.changed' | 'admintask.status.changed' | 'admintask.status.complete' | 'agency_admin.created' | 'agency_admin.deactivated.changed' | 'encounter.clockout.changed' | 'patient.created' | 'patient.name.changed' | 'patient.address.changed' | 'patient.telecom.changed' | 'patient.deactivated.changed' | 'patient.dateofdeath.changed' | 'prospect.status.changed' | 'practitioner.created' | 'practitioner.name.changed' | 'practitioner.address.changed' | 'practitioner.telecom.changed' | 'practitioner.deactivated.changed' | 'applicant.status.changed' | 'referralsources.created' | 'referralsources.changed'>;

/** How far a visit has come. */
export type EncounterStatus = Word<'IN_PROGRESS' | 'COMPLETE'>;

/** How a visit was clocked. */
export type EvvMethod = Word<'mobile' | 'telephony' | 'manual'>;

/** A person's gender, as recorded. */
export type Gender = Word<'female' | 'male' | 'other'>;

/** Who pays. */
export type Payer = Word<'Medicaid' | 'VA' | 'Private Pay'>;

/** Where a prospect stands in the sales pipeline. */
export type ProspectStatus = Word<'new' | 'contacted' | 'assessment_scheduled' | 'assessment_completed' | 'proposal_sent' | 'negotiating' | 'won' | 'lost' | 'on_hold'>;

/** How a visit is charged or paid. */
export type RateMethod = Word<'Hourly' | 'perVisit' | 'liveIn' | 'notBillable' | 'notPayable'>;

/** The type of a vendor's record, as deliveries spell it. */
export type RecordKind = Word<'Patient' | 'Practitioner' | 'Encounter' | 'AdminTask' | 'ReferralSource' | 'Appointment' | 'RelatedPerson' | 'DocumentReference' | 'ProfileTag'>;

/** What a shift is doing. */
export type ShiftStatus = Word<'scheduled' | 'in_progress' | 'completed' | 'missed' | 'cancelled' | 'open'>;

/** Whether a task was done. */
export type TaskStatus = Word<'COMPLETE' | 'NOT_COMPLETE'>;

/** What kind of care a shift is. */
export type VisitType = Word<'Personal Care' | 'Homemaker' | 'Companionship'>;

/** A day of the week. */
export type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';

/** A name as one text or in parts: sources differ. */
export type AdminName = string | readonly HumanName[];

/** An activity the agency offers. */
export interface Activity {
  /** The agency's id of it. */
  readonly id: string;
  /** Its name. */
  readonly name: string | null;
  /** Its kind. */
  readonly activityType: ActivityType | null;
}

/** A postal address in the United States. */
export class Address extends PersonalRecord {
  /** Street and number. */
  declare readonly line1: string;
  /** Apartment, suite. */
  declare readonly line2?: string | null | undefined;
  /** City. */
  declare readonly city: string;
  /** The state in two letters. */
  declare readonly state: string;
  /** Five digits, or five and four joined by `-`. */
  declare readonly zipCode: string;

  constructor(fields: AddressFields) {
    super(fields);
  }

  protected override shown(): object {
    return {};
  }
}

/** The fields of {@link Address}: what it is made of. */
export interface AddressFields {
  /** Street and number. */
  readonly line1: string;
  /** Apartment, suite. */
  readonly line2?: string | null | undefined;
  /** City. */
  readonly city: string;
  /** The state in two letters. */
  readonly state: string;
  /** Five digits, or five and four joined by `-`. */
  readonly zipCode: string;
}

/** A task for the agency's office. */
export class AdminTask extends PersonalRecord {
  /** The vendor's id. */
  declare readonly id: string;
  /** How far it has come: `received` is not done. */
  declare readonly status: string | null;
  /** What is to be done. */
  declare readonly description: string | null;
  /** The day it is for. */
  declare readonly executionDate: string | null;
  /** When it is due. */
  declare readonly dueDate: Instant | null;

  constructor(fields: AdminTaskFields) {
    super(fields);
  }

  protected override shown(): object {
    return { id: this.id, status: this.status };
  }
}

/** The fields of {@link AdminTask}: what it is made of. */
export interface AdminTaskFields {
  /** The vendor's id. */
  readonly id: string;
  /** How far it has come: `received` is not done. */
  readonly status: string | null;
  /** What is to be done. */
  readonly description: string | null;
  /** The day it is for. */
  readonly executionDate: string | null;
  /** When it is due. */
  readonly dueDate: Instant | null;
}

/** An alert that stands elsewhere than before. */
export interface AlertChange {
  /** Which rule. */
  readonly rule: string;
  /** WARNING: an objective is missed. HIGH: somebody should look today. CRITICAL: somebody should look now. */
  readonly severity: string;
  /** Where it stood: ok, pending, firing, resolved. */
  readonly before: string;
  /** Where it stands. */
  readonly after: string;
  /** When it changed. With the rule it tells one alert from the next. */
  readonly at: Instant;
}

/** A rule of the service objectives. */
export interface AlertRule {
  /** Which. */
  readonly rule: string;
  /** WARNING, HIGH, CRITICAL. */
  readonly severity: string;
  /**
   * What must hold: p95 (95 % of requests take less than `limit` seconds), success (more than `limit` of calls
   * succeed), lag (less than `limit` seconds), cache_hits (more than `limit` of questions are hits), errors (not more
   * than `limit` of calls fail), some_succeed (not all calls fail).
   */
  readonly condition: string;
  /** Seconds, or a share between 0 and 1. */
  readonly limit: number | null;
  /** How many calls, requests or questions a look must hold to say anything. */
  readonly minVolume: number;
  /** How long it must have been broken before the alert fires, in seconds. */
  readonly brokenForSeconds: number;
  /** How long it must have held before the alert is resolved, in seconds. */
  readonly wellForSeconds: number;
}

/** Where an alert stands: keep the list, and a watch of the next process goes on from it. */
export interface AlertStanding {
  /** slow_requests, low_success, sync_lag, low_cache_hits, high_error_rate, api_down. */
  readonly rule: string;
  /** ok, pending (broken, not yet for long enough), firing, resolved. */
  readonly phase: string;
  /** Since when. */
  readonly since?: Instant | null | undefined;
  /** When the condition was last seen broken. */
  readonly brokenAt?: Instant | null | undefined;
  /** Since when it has held without a break, while firing. */
  readonly wellSince?: Instant | null | undefined;
}

/** What a watch saw. */
export interface AlertsSeen {
  /** What changed with this look: who has to know is told of it once. */
  readonly changes: readonly AlertChange[];
  /** Where each alert stands. */
  readonly states: readonly AlertStanding[];
}

/** A caregiver to be. */
export class Applicant extends PersonalRecord {
  /** The vendor's id. */
  declare readonly id: string;
  /** Given name. */
  declare readonly firstName: string;
  /** Family name. */
  declare readonly lastName: string;
  /** E-mail address. */
  declare readonly email: string | null;
  /** Telephone number. */
  declare readonly phone: string;
  /** Where the applicant lives. */
  declare readonly address: Address | null;
  /** Where the applicant stands in the recruiting pipeline. */
  declare readonly status: ApplicantStatus;
  /** Certifications held. */
  declare readonly certifications: readonly Certification[];
  /** Where the applicant came from. */
  declare readonly source: string | null;
  /** The position applied for. */
  declare readonly position: string | null;
  /** The background check. */
  declare readonly backgroundCheckStatus: BackgroundCheck | null;
  /** The id in another system. */
  declare readonly externalId: string | null;
  /** The caregiver this applicant became. */
  declare readonly convertedCaregiverId: string | null;
  /** When the record last changed. */
  declare readonly updatedAt: Instant;

  constructor(fields: ApplicantFields) {
    super(fields);
  }

  protected override shown(): object {
    return { id: this.id, status: this.status, convertedCaregiverId: this.convertedCaregiverId };
  }
}

/** The fields of {@link Applicant}: what it is made of. */
export interface ApplicantFields {
  /** The vendor's id. */
  readonly id: string;
  /** Given name. */
  readonly firstName: string;
  /** Family name. */
  readonly lastName: string;
  /** E-mail address. */
  readonly email: string | null;
  /** Telephone number. */
  readonly phone: string;
  /** Where the applicant lives. */
  readonly address: Address | null;
  /** Where the applicant stands in the recruiting pipeline. */
  readonly status: ApplicantStatus;
  /** Certifications held. */
  readonly certifications: readonly Certification[];
  /** Where the applicant came from. */
  readonly source: string | null;
  /** The position applied for. */
  readonly position: string | null;
  /** The background check. */
  readonly backgroundCheckStatus: BackgroundCheck | null;
  /** The id in another system. */
  readonly externalId: string | null;
  /** The caregiver this applicant became. */
  readonly convertedCaregiverId: string | null;
  /** When the record last changed. */
  readonly updatedAt: Instant;
}

/** What changes in an applicant; only what is named is sent. */
export class ApplicantPatch extends PersonalRecord {
  /** Given name; cannot be emptied. Left out, it is kept; `null` empties it. */
  declare readonly firstName?: string | null | undefined;
  /** Family name; cannot be emptied. Left out, it is kept; `null` empties it. */
  declare readonly lastName?: string | null | undefined;
  /** E-mail address. Left out, it is kept; `null` empties it. */
  declare readonly email?: string | null | undefined;
  /** Telephone number; cannot be emptied. Left out, it is kept; `null` empties it. */
  declare readonly phone?: string | null | undefined;
  /** Where the applicant lives. Left out, it is kept; `null` empties it. */
  declare readonly address?: AddressFields | null | undefined;
  /**
   * Where the applicant stands in the recruiting pipeline; cannot be emptied. Left out, it is kept; `null` empties
   * it.
   */
  declare readonly status?: ApplicantStatus | null | undefined;
  /** Certifications: replaces the list. Left out, it is kept; `null` empties it. */
  declare readonly certifications?: readonly Certification[] | null | undefined;
  /** Where the applicant came from. Left out, it is kept; `null` empties it. */
  declare readonly source?: string | null | undefined;
  /** The position applied for. Left out, it is kept; `null` empties it. */
  declare readonly position?: string | null | undefined;
  /** The background check. Left out, it is kept; `null` empties it. */
  declare readonly backgroundCheckStatus?: BackgroundCheck | null | undefined;
  /** The id in another system. Left out, it is kept; `null` empties it. */
  declare readonly externalId?: string | null | undefined;

  constructor(fields: ApplicantPatchFields) {
    super(fields);
  }

  protected override shown(): object {
    return { status: this.status };
  }
}

/** The fields of {@link ApplicantPatch}: what it is made of. */
export interface ApplicantPatchFields {
  /** Given name; cannot be emptied. Left out, it is kept; `null` empties it. */
  readonly firstName?: string | null | undefined;
  /** Family name; cannot be emptied. Left out, it is kept; `null` empties it. */
  readonly lastName?: string | null | undefined;
  /** E-mail address. Left out, it is kept; `null` empties it. */
  readonly email?: string | null | undefined;
  /** Telephone number; cannot be emptied. Left out, it is kept; `null` empties it. */
  readonly phone?: string | null | undefined;
  /** Where the applicant lives. Left out, it is kept; `null` empties it. */
  readonly address?: AddressFields | null | undefined;
  /**
   * Where the applicant stands in the recruiting pipeline; cannot be emptied. Left out, it is kept; `null` empties
   * it.
   */
  readonly status?: ApplicantStatus | null | undefined;
  /** Certifications: replaces the list. Left out, it is kept; `null` empties it. */
  readonly certifications?: readonly Certification[] | null | undefined;
  /** Where the applicant came from. Left out, it is kept; `null` empties it. */
  readonly source?: string | null | undefined;
  /** The position applied for. Left out, it is kept; `null` empties it. */
  readonly position?: string | null | undefined;
  /** The background check. Left out, it is kept; `null` empties it. */
  readonly backgroundCheckStatus?: BackgroundCheck | null | undefined;
  /** The id in another system. Left out, it is kept; `null` empties it. */
  readonly externalId?: string | null | undefined;
}

/** The file of a document. */
export class Attachment extends PersonalRecord {
  /** The media type. */
  declare readonly contentType: string | null;
  /** The name of the file. */
  declare readonly title: string | null;
  /** The size in bytes. */
  declare readonly size: number | null;
  /** Where the bytes are; whoever has the address may read them. */
  declare readonly url: string | null;

  constructor(fields: AttachmentFields) {
    super(fields);
  }

  protected override shown(): object {
    return {};
  }
}

/** The fields of {@link Attachment}: what it is made of. */
export interface AttachmentFields {
  /** The media type. */
  readonly contentType: string | null;
  /** The name of the file. */
  readonly title: string | null;
  /** The size in bytes. */
  readonly size: number | null;
  /** Where the bytes are; whoever has the address may read them. */
  readonly url: string | null;
}

/** Requests that ended alike. */
export interface AttemptCount {
  /**
   * success, refused, unauthenticated, rate_limited, timeout, unreachable, server_error, breaker_open, undecodable,
   * local.
   */
  readonly outcome: string;
  /** The class of the answer's status: 2xx, 4xx, 5xx, none. */
  readonly status: string;
  /** How many. */
  readonly count: number;
}

/** The end of a chain. */
export interface AuditHead {
  /** The number of the last entry; 0 for a chain without any. */
  readonly seq: number;
  /** Its hash. */
  readonly hash: string;
  /** When it was written. */
  readonly at: Instant;
}

/** How far a chain had reached, signed: keep it outside the store. */
export interface AuditAnchor {
  /** The chain. */
  readonly chain: string;
  /** How far it had reached. */
  readonly head: AuditHead;
  /** The signature over both, as hexadecimal digits. */
  readonly signature: string;
}

/** What a verification saw. */
export interface AuditVerification {
  /** Where the entries lead to. */
  readonly head: AuditHead;
  /** How many were read. */
  readonly entries: number;
}

/**
 * A weekly stretch of wall-clock time in the agency's zone in which a caregiver takes work.
 *
 * On the wire `{"day":"monday","start":"08:00","end":"16:00"}`. `24:00` is midnight at the end of the day; an end at
 * or before the start runs into the next day (`22:00`–`06:00`).
 */
export interface AvailabilityWindow {
  /** The day on which the stretch starts. */
  readonly day: Weekday;
  /** When it starts. */
  readonly start: string;
  /** When it ends. */
  readonly end: string;
}

/** What a client answered on a booking form: health information. */
export class BookingAnswer extends PersonalRecord {
  /** The service's id of the question. */
  declare readonly questionId?: string | null | undefined;
  /** The question. */
  declare readonly question: string;
  /** The answer. */
  declare readonly answer: string;

  constructor(fields: BookingAnswerFields) {
    super(fields);
  }

  protected override shown(): object {
    return {};
  }
}

/** The fields of {@link BookingAnswer}: what it is made of. */
export interface BookingAnswerFields {
  /** The service's id of the question. */
  readonly questionId?: string | null | undefined;
  /** The question. */
  readonly question: string;
  /** The answer. */
  readonly answer: string;
}

/** Something appointments are booked with. */
export class BookingCalendar extends PersonalRecord {
  /** The service's id. */
  declare readonly id: string;
  /** The name: often a person's. */
  declare readonly name: string;
  /** The addresses; one service keeps several. */
  declare readonly emails: readonly string[];
  /** The IANA zone its times are in. */
  declare readonly zone: string | null;
  /** What it stands for: person, room, unit, account. */
  declare readonly kind: string;
  /** Whether it takes appointments. */
  declare readonly active: boolean;

  constructor(fields: BookingCalendarFields) {
    super(fields);
  }

  protected override shown(): object {
    return { id: this.id };
  }
}

/** The fields of {@link BookingCalendar}: what it is made of. */
export interface BookingCalendarFields {
  /** The service's id. */
  readonly id: string;
  /** The name: often a person's. */
  readonly name: string;
  /** The addresses; one service keeps several. */
  readonly emails: readonly string[];
  /** The IANA zone its times are in. */
  readonly zone: string | null;
  /** What it stands for: person, room, unit, account. */
  readonly kind: string;
  /** Whether it takes appointments. */
  readonly active: boolean;
}

/** A calendar an appointment is with. */
export class BookingCalendarRef extends PersonalRecord {
  /** The service's id. */
  declare readonly id: string;
  /** Its name, where the service says it beside the id. */
  declare readonly name: string | null;

  constructor(fields: BookingCalendarRefFields) {
    super(fields);
  }

  protected override shown(): object {
    return { id: this.id };
  }
}

/** The fields of {@link BookingCalendarRef}: what it is made of. */
export interface BookingCalendarRefFields {
  /** The service's id. */
  readonly id: string;
  /** Its name, where the service says it beside the id. */
  readonly name: string | null;
}

/** The person an appointment is for. */
export class BookingClient extends PersonalRecord {
  /** The whole name; with both parts of a name it may be left out. */
  declare readonly full?: string | null | undefined;
  /** The given name, where names are kept in two parts. */
  declare readonly first?: string | null | undefined;
  /** The family name, where names are kept in two parts. */
  declare readonly last?: string | null | undefined;
  /** The e-mail address. */
  declare readonly email?: string | null | undefined;
  /** The telephone number, of any country. */
  declare readonly phone?: string | null | undefined;
  /** The IANA zone the person reads times in. */
  declare readonly zone?: string | null | undefined;
  /** The service's id of the person; several services have none. */
  declare readonly clientId?: string | null | undefined;

  constructor(fields: BookingClientFields) {
    super(fields);
  }

  protected override shown(): object {
    return { clientId: this.clientId };
  }
}

/** The fields of {@link BookingClient}: what it is made of. */
export interface BookingClientFields {
  /** The whole name; with both parts of a name it may be left out. */
  readonly full?: string | null | undefined;
  /** The given name, where names are kept in two parts. */
  readonly first?: string | null | undefined;
  /** The family name, where names are kept in two parts. */
  readonly last?: string | null | undefined;
  /** The e-mail address. */
  readonly email?: string | null | undefined;
  /** The telephone number, of any country. */
  readonly phone?: string | null | undefined;
  /** The IANA zone the person reads times in. */
  readonly zone?: string | null | undefined;
  /** The service's id of the person; several services have none. */
  readonly clientId?: string | null | undefined;
}

/** Where an appointment takes place. */
export class BookingPlace extends PersonalRecord {
  /** in_person, phone, video, unknown. */
  declare readonly kind: string;
  /** The address, the name of the place, or the number that is called. */
  declare readonly text?: string | null | undefined;
  /** The link that joins a video call. */
  declare readonly link?: string | null | undefined;
  /** The word that lets into a video call. */
  declare readonly passcode?: string | null | undefined;

  constructor(fields: BookingPlaceFields) {
    super(fields);
  }

  protected override shown(): object {
    return { kind: this.kind };
  }
}

/** The fields of {@link BookingPlace}: what it is made of. */
export interface BookingPlaceFields {
  /** in_person, phone, video, unknown. */
  readonly kind: string;
  /** The address, the name of the place, or the number that is called. */
  readonly text?: string | null | undefined;
  /** The link that joins a video call. */
  readonly link?: string | null | undefined;
  /** The word that lets into a video call. */
  readonly passcode?: string | null | undefined;
}

/** Something a booking form asks. */
export interface BookingQuestion {
  /** The service's id, or its place on the form where it has none. */
  readonly id: string;
  /** What is asked. */
  readonly text: string;
  /** Whether a booking without an answer is refused. */
  readonly required: boolean;
  /** The answers to choose from; empty for free text. */
  readonly choices: readonly string[];
}

/** A circuit breaker that was needed so far. */
export interface Breaker {
  /** The host and the kind of record. */
  readonly part: string;
  /** closed: requests go out. open: none do. half_open: one is let through, to see. */
  readonly state: string;
  /** How long until a probe is let through, for one that is open. */
  readonly retryAfterSeconds: number | null;
}

/** Time in which a calendar takes no appointment. */
export interface BusyTime {
  /** Whose time. */
  readonly calendar: string;
  /** From when. */
  readonly start: Instant;
  /** Till when. */
  readonly end: Instant;
  /** From when with the buffer before it, where the service says. */
  readonly bufferedStart: Instant | null;
  /** Till when with the buffer after it, where the service says. */
  readonly bufferedEnd: Instant | null;
  /** Why: appointment, external, reserved, block, unknown. */
  readonly source: string;
  /** The appointment, or the group it belongs to, where it is one of this service. */
  readonly appointmentId: string | null;
}

/** What the caches of one kind of record had. */
export interface CacheCounts {
  /** What is kept: people, open_shifts, schedule, other. */
  readonly records: string;
  /** A fresh value. */
  readonly fresh: number;
  /** A stale one. */
  readonly stale: number;
  /** The knowledge that there is none. */
  readonly absent: number;
  /** Nothing. */
  readonly miss: number;
}

/** The person who gives care. */
export class Caregiver extends PersonalRecord {
  /** The vendor's id. */
  declare readonly id: string;
  /** Given name. */
  declare readonly firstName: string;
  /** Family name. */
  declare readonly lastName: string;
  /** E-mail address. */
  declare readonly email: string | null;
  /** Telephone number. */
  declare readonly phone: string;
  /** Where the caregiver stands. Only `active` may work. */
  declare readonly status: CaregiverStatus;
  /** Certifications held. */
  declare readonly certifications: readonly Certification[];
  /** Weekly availability in the agency's zone. */
  declare readonly availability: readonly AvailabilityWindow[];
  /** The ZIP code the caregiver works in. */
  declare readonly serviceArea: string | null;
  /** The agency's rating of the work; higher is better. */
  declare readonly performanceRating: number | null;
  /** The day of hiring. */
  declare readonly hireDate: CalendarDate | null;
  /** The background check. */
  declare readonly backgroundCheckStatus: BackgroundCheck | null;
  /** What the caregiver can do beyond the certifications. */
  declare readonly skills: readonly string[];
  /** Languages spoken, as BCP 47 tags. */
  declare readonly languages: readonly string[];
  /** Gender, where recorded. */
  declare readonly gender: Gender | null;
  /** The id in another system. */
  declare readonly externalId: string | null;
  /** When the record last changed. */
  declare readonly updatedAt: Instant;

  constructor(fields: CaregiverFields) {
    super(fields);
  }

  protected override shown(): object {
    return { id: this.id, status: this.status };
  }
}

/** The fields of {@link Caregiver}: what it is made of. */
export interface CaregiverFields {
  /** The vendor's id. */
  readonly id: string;
  /** Given name. */
  readonly firstName: string;
  /** Family name. */
  readonly lastName: string;
  /** E-mail address. */
  readonly email: string | null;
  /** Telephone number. */
  readonly phone: string;
  /** Where the caregiver stands. Only `active` may work. */
  readonly status: CaregiverStatus;
  /** Certifications held. */
  readonly certifications: readonly Certification[];
  /** Weekly availability in the agency's zone. */
  readonly availability: readonly AvailabilityWindow[];
  /** The ZIP code the caregiver works in. */
  readonly serviceArea: string | null;
  /** The agency's rating of the work; higher is better. */
  readonly performanceRating: number | null;
  /** The day of hiring. */
  readonly hireDate: CalendarDate | null;
  /** The background check. */
  readonly backgroundCheckStatus: BackgroundCheck | null;
  /** What the caregiver can do beyond the certifications. */
  readonly skills: readonly string[];
  /** Languages spoken, as BCP 47 tags. */
  readonly languages: readonly string[];
  /** Gender, where recorded. */
  readonly gender: Gender | null;
  /** The id in another system. */
  readonly externalId: string | null;
  /** When the record last changed. */
  readonly updatedAt: Instant;
}

/** What changes in a caregiver; only what is named is sent. */
export class CaregiverPatch extends PersonalRecord {
  /** Given name; cannot be emptied. Left out, it is kept; `null` empties it. */
  declare readonly firstName?: string | null | undefined;
  /** Family name; cannot be emptied. Left out, it is kept; `null` empties it. */
  declare readonly lastName?: string | null | undefined;
  /** E-mail address. Left out, it is kept; `null` empties it. */
  declare readonly email?: string | null | undefined;
  /** Telephone number; cannot be emptied. Left out, it is kept; `null` empties it. */
  declare readonly phone?: string | null | undefined;
  /** Where the caregiver stands; cannot be emptied. Left out, it is kept; `null` empties it. */
  declare readonly status?: CaregiverStatus | null | undefined;
  /** Certifications: replaces the list. Left out, it is kept; `null` empties it. */
  declare readonly certifications?: readonly Certification[] | null | undefined;
  /** Weekly availability: replaces the list. Left out, it is kept; `null` empties it. */
  declare readonly availability?: readonly AvailabilityWindow[] | null | undefined;
  /** The ZIP code the caregiver works in. Left out, it is kept; `null` empties it. */
  declare readonly serviceArea?: string | null | undefined;
  /** The agency's rating of the work; higher is better. Left out, it is kept; `null` empties it. */
  declare readonly performanceRating?: number | null | undefined;
  /** The day of hiring. Left out, it is kept; `null` empties it. */
  declare readonly hireDate?: CalendarDate | null | undefined;
  /** The background check. Left out, it is kept; `null` empties it. */
  declare readonly backgroundCheckStatus?: BackgroundCheck | null | undefined;
  /** What the caregiver can do beyond the certifications: replaces the list. Left out, it is kept; `null` empties it. */
  declare readonly skills?: readonly string[] | null | undefined;
  /** Languages spoken, as BCP 47 tags: replaces the list. Left out, it is kept; `null` empties it. */
  declare readonly languages?: readonly string[] | null | undefined;
  /** Gender. Left out, it is kept; `null` empties it. */
  declare readonly gender?: Gender | null | undefined;
  /** The id in another system. Left out, it is kept; `null` empties it. */
  declare readonly externalId?: string | null | undefined;

  constructor(fields: CaregiverPatchFields) {
    super(fields);
  }

  protected override shown(): object {
    return { status: this.status };
  }
}

/** The fields of {@link CaregiverPatch}: what it is made of. */
export interface CaregiverPatchFields {
  /** Given name; cannot be emptied. Left out, it is kept; `null` empties it. */
  readonly firstName?: string | null | undefined;
  /** Family name; cannot be emptied. Left out, it is kept; `null` empties it. */
  readonly lastName?: string | null | undefined;
  /** E-mail address. Left out, it is kept; `null` empties it. */
  readonly email?: string | null | undefined;
  /** Telephone number; cannot be emptied. Left out, it is kept; `null` empties it. */
  readonly phone?: string | null | undefined;
  /** Where the caregiver stands; cannot be emptied. Left out, it is kept; `null` empties it. */
  readonly status?: CaregiverStatus | null | undefined;
  /** Certifications: replaces the list. Left out, it is kept; `null` empties it. */
  readonly certifications?: readonly Certification[] | null | undefined;
  /** Weekly availability: replaces the list. Left out, it is kept; `null` empties it. */
  readonly availability?: readonly AvailabilityWindow[] | null | undefined;
  /** The ZIP code the caregiver works in. Left out, it is kept; `null` empties it. */
  readonly serviceArea?: string | null | undefined;
  /** The agency's rating of the work; higher is better. Left out, it is kept; `null` empties it. */
  readonly performanceRating?: number | null | undefined;
  /** The day of hiring. Left out, it is kept; `null` empties it. */
  readonly hireDate?: CalendarDate | null | undefined;
  /** The background check. Left out, it is kept; `null` empties it. */
  readonly backgroundCheckStatus?: BackgroundCheck | null | undefined;
  /** What the caregiver can do beyond the certifications: replaces the list. Left out, it is kept; `null` empties it. */
  readonly skills?: readonly string[] | null | undefined;
  /** Languages spoken, as BCP 47 tags: replaces the list. Left out, it is kept; `null` empties it. */
  readonly languages?: readonly string[] | null | undefined;
  /** Gender. Left out, it is kept; `null` empties it. */
  readonly gender?: Gender | null | undefined;
  /** The id in another system. Left out, it is kept; `null` empties it. */
  readonly externalId?: string | null | undefined;
}

/** Which record: its type and its id. */
export interface ChangedRecord {
  /** The type. */
  readonly kind: RecordKind;
  /**
   * The id. An appointment's names a whole series where a hint named it, and one occurrence (`<series>@<start>`, as
   * a [`ShiftId`](crate::ShiftId)) where polling did.
   */
  readonly id: string;
}

/** Where events are delivered. The header the deliveries carry is a secret and is no part of this. */
export interface Channel {
  /** The address. */
  readonly endpoint: string | null;
}

/** A line of billing or pay. */
export interface ChargeItem {
  /** The vendor's id. */
  readonly id: string;
  /** How far it has come: `billable`. */
  readonly status: string | null;
  /** Who received care. */
  readonly clientId: string | null;
  /** Who gave it. */
  readonly caregiverId: string | null;
  /** When the time charged began. */
  readonly start: Instant | null;
  /** When it ended. */
  readonly end: Instant | null;
  /** How much, in `unit`. */
  readonly quantity: number | null;
  /** What is counted: `hours`. */
  readonly unit: string | null;
}

/** The status of every client at an instant. The caller keeps it until the next one is taken. */
export interface ClientSnapshot {
  /** When it was taken. */
  readonly takenAt: Instant;
  /** The statuses. */
  readonly statuses: Readonly<{ [key: string]: ClientStatus }>;
}

/** What the vendor answers to a clock-in. A repeated one gives the same encounter. */
export interface ClockedIn {
  /** The encounter, by which to clock out. */
  readonly encounterId: string;
  /** When the visit began. */
  readonly start: Instant | null;
  /** True when the visit was over already. */
  readonly clockedOut: boolean;
}

/** A code with its words. */
export interface Coding {
  /** The code. */
  readonly code: string | null;
  /** The words. */
  readonly display: string | null;
}

/** A language a person speaks. */
export interface Communication {
  /** The language: code `en-us`, words `English`. */
  readonly coding: readonly Coding[];
  /** Whether it is the language preferred. */
  readonly preferred: boolean | null;
}

/** A conflict and what became of it. The values are JSON texts; they are kept while it is open. */
export class Conflict extends PersonalRecord {
  /** Its number: it grows in the order in which conflicts were found first, and is never given twice. */
  declare readonly number: number;
  /** One tenant's account at one source. */
  declare readonly connection: string;
  /** The kind of record. */
  declare readonly kind: string;
  /** The id of the record there. */
  declare readonly externalId: string;
  /** The path of the field; empty where the record itself is in conflict. */
  declare readonly field: string;
  /**
   * open: a person has to decide. resolved: somebody did. obsolete: a side changed meanwhile, or the record was
   * erased.
   */
  declare readonly state: string;
  /** What both agreed on last. */
  declare readonly base: string | null;
  /** Our value. */
  declare readonly local: string | null;
  /** Their value. */
  declare readonly remote: string | null;
  /** Whose value was chosen: local, remote, value. */
  declare readonly chosen: string | null;
  /** The third value that was chosen, until it is purged or erased. */
  declare readonly value: string | null;
  /** Who decided. */
  declare readonly actor: string | null;
  /** Why. */
  declare readonly reason: string | null;
  /** How many syncs found it. */
  declare readonly found: number;
  /** When it was found first. */
  declare readonly foundAt: Instant;
  /** When it was found last. */
  declare readonly lastFoundAt: Instant;
  /** When it was closed. */
  declare readonly closedAt: Instant | null;

  constructor(fields: ConflictFields) {
    super(fields);
  }

  protected override shown(): object {
    return { number: this.number, connection: this.connection, kind: this.kind, field: this.field, state: this.state };
  }
}

/** The fields of {@link Conflict}: what it is made of. */
export interface ConflictFields {
  /** Its number: it grows in the order in which conflicts were found first, and is never given twice. */
  readonly number: number;
  /** One tenant's account at one source. */
  readonly connection: string;
  /** The kind of record. */
  readonly kind: string;
  /** The id of the record there. */
  readonly externalId: string;
  /** The path of the field; empty where the record itself is in conflict. */
  readonly field: string;
  /**
   * open: a person has to decide. resolved: somebody did. obsolete: a side changed meanwhile, or the record was
   * erased.
   */
  readonly state: string;
  /** What both agreed on last. */
  readonly base: string | null;
  /** Our value. */
  readonly local: string | null;
  /** Their value. */
  readonly remote: string | null;
  /** Whose value was chosen: local, remote, value. */
  readonly chosen: string | null;
  /** The third value that was chosen, until it is purged or erased. */
  readonly value: string | null;
  /** Who decided. */
  readonly actor: string | null;
  /** Why. */
  readonly reason: string | null;
  /** How many syncs found it. */
  readonly found: number;
  /** When it was found first. */
  readonly foundAt: Instant;
  /** When it was found last. */
  readonly lastFoundAt: Instant;
  /** When it was closed. */
  readonly closedAt: Instant | null;
}

/** How many conflicts of a connection stand where. */
export interface ConflictCounts {
  /** Waiting for a person. */
  readonly open: number;
  /** Decided, and not purged yet. */
  readonly resolved: number;
  /** Closed by themselves, and not purged yet. */
  readonly obsolete: number;
}

/** What recording the conflicts of a record came to. */
export class ConflictReport extends PersonalRecord {
  /** Found for the first time, or again after they were closed by themselves. */
  declare readonly opened: number;
  /** Found before: open still, or decided already. */
  declare readonly known: number;
  /** Open before and not found any more: they are closed. */
  declare readonly obsolete: number;
  /** Everything that was found, in its order: what is resolved among it is to be carried out now. */
  declare readonly conflicts: readonly Conflict[];

  constructor(fields: ConflictReportFields) {
    super(fields);
  }

  protected override shown(): object {
    return { opened: this.opened, known: this.known, obsolete: this.obsolete };
  }
}

/** The fields of {@link ConflictReport}: what it is made of. */
export interface ConflictReportFields {
  /** Found for the first time, or again after they were closed by themselves. */
  readonly opened: number;
  /** Found before: open still, or decided already. */
  readonly known: number;
  /** Open before and not found any more: they are closed. */
  readonly obsolete: number;
  /** Everything that was found, in its order: what is resolved among it is to be carried out now. */
  readonly conflicts: readonly Conflict[];
}

/** An applicant who became a caregiver. */
export class ConvertedApplicant extends PersonalRecord {
  /** The new caregiver. */
  declare readonly caregiver: Caregiver;
  /** The applicant as it stands now. */
  declare readonly applicant: Applicant;

  constructor(fields: ConvertedApplicantFields) {
    super(fields);
  }

  protected override shown(): object {
    return {};
  }
}

/** The fields of {@link ConvertedApplicant}: what it is made of. */
export interface ConvertedApplicantFields {
  /** The new caregiver. */
  readonly caregiver: Caregiver;
  /** The applicant as it stands now. */
  readonly applicant: Applicant;
}

/** Where reading goes on, stored together with the records of a page. */
export interface CursorMove {
  /** The stream: `"wellsky/agency-1/clients"`. */
  readonly stream: string;
  /** The version the reader began from; 0 for a stream that was never read. */
  readonly expectedVersion: number;
  /** Everything that changed before it is stored now; nothing leaves it. */
  readonly high?: Date | Instant | null | undefined;
  /** The vendor's token to go on with. */
  readonly token?: string | null | undefined;
}

/** A deal of your CRM. */
export class Deal extends PersonalRecord {
  /** Your id of it: 1 to 200 visible ASCII characters, and nothing personal. */
  declare readonly id: string;
  /** The name of who is to receive care, as the CRM keeps it. */
  declare readonly name: string;
  /** Telephone number. */
  declare readonly phone: string;
  /** The stage, in the words of the CRM. */
  declare readonly stage: string;
  /** When it last changed, by the clock of the CRM. */
  declare readonly updatedAt: Date | Instant;
  /** E-mail address. */
  declare readonly email?: string | null | undefined;
  /** Where care would be given. */
  declare readonly address?: AddressFields | null | undefined;
  /** Where the deal came from. */
  declare readonly referralSource?: string | null | undefined;
  /** Notes. */
  declare readonly notes?: string | null | undefined;
  /** What the deal is worth a month, in cents or centavos. */
  declare readonly monthlyRevenueMinor?: number | null | undefined;
  /** What the revenue is in: USD (the default), BRL. */
  declare readonly currency?: string | null | undefined;
  /** The first day of care. */
  declare readonly startDate?: CalendarDate | null | undefined;

  constructor(fields: DealFields) {
    super(fields);
  }

  protected override shown(): object {
    return { id: this.id, stage: this.stage, updatedAt: this.updatedAt };
  }
}

/** The fields of {@link Deal}: what it is made of. */
export interface DealFields {
  /** Your id of it: 1 to 200 visible ASCII characters, and nothing personal. */
  readonly id: string;
  /** The name of who is to receive care, as the CRM keeps it. */
  readonly name: string;
  /** Telephone number. */
  readonly phone: string;
  /** The stage, in the words of the CRM. */
  readonly stage: string;
  /** When it last changed, by the clock of the CRM. */
  readonly updatedAt: Date | Instant;
  /** E-mail address. */
  readonly email?: string | null | undefined;
  /** Where care would be given. */
  readonly address?: AddressFields | null | undefined;
  /** Where the deal came from. */
  readonly referralSource?: string | null | undefined;
  /** Notes. */
  readonly notes?: string | null | undefined;
  /** What the deal is worth a month, in cents or centavos. */
  readonly monthlyRevenueMinor?: number | null | undefined;
  /** What the revenue is in: USD (the default), BRL. */
  readonly currency?: string | null | undefined;
  /** The first day of care. */
  readonly startDate?: CalendarDate | null | undefined;
}

/** The fields a deal takes over. Only those that `changed` names change; one of them that is nothing is emptied. */
export class DealContents extends PersonalRecord {
  /** Which: name, email, phone, address, stage, referral_source, notes. */
  declare readonly changed: readonly string[];
  /** The name. */
  declare readonly name: string | null;
  /** E-mail address. */
  declare readonly email: string | null;
  /** Telephone number. */
  declare readonly phone: string | null;
  /** Where care would be given. */
  declare readonly address: Address | null;
  /** The stage, in the words of the CRM. */
  declare readonly stage: string | null;
  /** Where the deal came from. */
  declare readonly referralSource: string | null;
  /** Notes. */
  declare readonly notes: string | null;

  constructor(fields: DealContentsFields) {
    super(fields);
  }

  protected override shown(): object {
    return {};
  }
}

/** The fields of {@link DealContents}: what it is made of. */
export interface DealContentsFields {
  /** Which: name, email, phone, address, stage, referral_source, notes. */
  readonly changed: readonly string[];
  /** The name. */
  readonly name: string | null;
  /** E-mail address. */
  readonly email: string | null;
  /** Telephone number. */
  readonly phone: string | null;
  /** Where care would be given. */
  readonly address: Address | null;
  /** The stage, in the words of the CRM. */
  readonly stage: string | null;
  /** Where the deal came from. */
  readonly referralSource: string | null;
  /** Notes. */
  readonly notes: string | null;
}

/** A change that a deal is to take. */
export class DealChange extends PersonalRecord {
  /** The deal. */
  declare readonly dealId: string;
  /**
   * fields: fields take what WellSky has. client_active: care has begun, or goes on. retention_task: care is paused,
   * somebody is to call. discharged: care has ended. note: a note.
   */
  declare readonly kind: string;
  /** Of fields: which, and what they take. */
  declare readonly fields: DealContents | null;
  /** Of client_active, retention_task, discharged: the client. */
  declare readonly clientId: string | null;
  /** Of client_active: the first day of care. */
  declare readonly startDate: CalendarDate | null;
  /** Of discharged: the last day. */
  declare readonly endDate: CalendarDate | null;
  /** Of discharged: why, in somebody's words, where that is known. */
  declare readonly reason: string | null;
  /** Of a note: what it says. */
  declare readonly text: string | null;

  constructor(fields: DealChangeFields) {
    super(fields);
  }

  protected override shown(): object {
    return { dealId: this.dealId, kind: this.kind, clientId: this.clientId };
  }
}

/** The fields of {@link DealChange}: what it is made of. */
export interface DealChangeFields {
  /** The deal. */
  readonly dealId: string;
  /**
   * fields: fields take what WellSky has. client_active: care has begun, or goes on. retention_task: care is paused,
   * somebody is to call. discharged: care has ended. note: a note.
   */
  readonly kind: string;
  /** Of fields: which, and what they take. */
  readonly fields: DealContents | null;
  /** Of client_active, retention_task, discharged: the client. */
  readonly clientId: string | null;
  /** Of client_active: the first day of care. */
  readonly startDate: CalendarDate | null;
  /** Of discharged: the last day. */
  readonly endDate: CalendarDate | null;
  /** Of discharged: why, in somebody's words, where that is known. */
  readonly reason: string | null;
  /** Of a note: what it says. */
  readonly text: string | null;
}

/** Deals in the order in which they changed. */
export class DealPage extends PersonalRecord {
  /** The deals. */
  declare readonly deals?: readonly DealFields[] | undefined;
  /**
   * What to ask with for the next; nothing when this page is the last. Reading from a token again gives everything
   * that changed since, at least.
   */
  declare readonly next?: string | null | undefined;
  /** What to ask with in the next run, when this page is the last. */
  declare readonly resume?: string | null | undefined;

  constructor(fields: DealPageFields) {
    super(fields);
  }

  protected override shown(): object {
    return {};
  }
}

/** The fields of {@link DealPage}: what it is made of. */
export interface DealPageFields {
  /** The deals. */
  readonly deals?: readonly DealFields[] | undefined;
  /**
   * What to ask with for the next; nothing when this page is the last. Reading from a token again gives everything
   * that changed since, at least.
   */
  readonly next?: string | null | undefined;
  /** What to ask with in the next run, when this page is the last. */
  readonly resume?: string | null | undefined;
}

/** How many hints named a subject, and how many of them a fetch has served. */
export interface DirtyMark {
  /** Who announces it. */
  readonly source: string;
  /** What kind of thing it is. */
  readonly kind: string;
  /** Its id at the source. */
  readonly id: string;
  /** The number of the last hint. */
  readonly hints: number;
  /** The number of the last hint that a fetch followed. */
  readonly served: number;
  /** True while a hint waits for a fetch. */
  readonly dirty: boolean;
  /** When it became dirty, or last was. */
  readonly dirtySince: Instant;
  /** When the last hint came. */
  readonly lastHintAt: Instant;
}

/** What a document holds. */
export class DocumentContent extends PersonalRecord {
  /** The file. */
  declare readonly attachment: Attachment;

  constructor(fields: DocumentContentFields) {
    super(fields);
  }

  protected override shown(): object {
    return {};
  }
}

/** The fields of {@link DocumentContent}: what it is made of. */
export interface DocumentContentFields {
  /** The file. */
  readonly attachment: Attachment;
}

/** The kind of a document, in words. */
export interface DocumentKind {
  /** The words. */
  readonly text: string | null;
}

/** What the vendor keeps of a document. */
export class Document extends PersonalRecord {
  /** The vendor's id. */
  declare readonly id: string;
  /** What kind of document it is. */
  declare readonly kind: DocumentKind | null;
  /** The file. */
  declare readonly content: DocumentContent | null;

  constructor(fields: DocumentFields) {
    super(fields);
  }

  protected override shown(): object {
    return { id: this.id };
  }
}

/** The fields of {@link Document}: what it is made of. */
export interface DocumentFields {
  /** The vendor's id. */
  readonly id: string;
  /** What kind of document it is. */
  readonly kind: DocumentKind | null;
  /** The file. */
  readonly content: DocumentContent | null;
}

/** What became of a document. Only `filed` is a success. */
export interface DocumentOutcome {
  /** filed: WellSky has it. queued: WellSky failed, and the store keeps it under `ticket`. */
  readonly outcome: string;
  /** The document's id. */
  readonly documentId: string | null;
  /** What the store calls it. */
  readonly ticket: string | null;
  /** What WellSky failed with. */
  readonly error: CareweaveError | null;
}

/** A change of which nobody knows yet whether it happened. */
export interface DoubtfulChange {
  /** The opaque id of the record. */
  readonly reference: string;
  /** What was done, perhaps. */
  readonly operation: string;
  /** From when on a look can tell. */
  readonly until: Instant;
}

/** One recorded intent and what became of it. */
export interface Effect {
  /** 32 hexadecimal digits, computed from key and version: also the idempotency key to send with. */
  readonly id: string;
  /** What it is claimed under. */
  readonly key: string;
  /** Which intent under this key it is, from 1 on. */
  readonly version: number;
  /** What is to be done. */
  readonly operation: string;
  /** The opaque id of what it is done to. */
  readonly subject: string;
  /** A further opaque id; may be empty. */
  readonly detail: string;
  /** The digest of everything it would do. */
  readonly fingerprint: string;
  /** read_back, find_by_natural_key, remote_key, manual. */
  readonly reconcile: string;
  /** The quiet period, or the lifetime of the remote key; nothing of manual. */
  readonly spanSeconds: number | null;
  /** planned, sending, in_doubt, manual, confirmed, rejected, superseded, abandoned. */
  readonly state: string;
  /** How many attempts have begun; the number of the last. */
  readonly attempt: number;
  /** When the last attempt ends at the latest. */
  readonly deadlineAt: Instant | null;
  /** From when on absence at the other side counts. */
  readonly notBefore: Instant | null;
  /** The id the other side gave it. */
  readonly remoteId: string | null;
  /** Why it was rejected, handed to a person, superseded or abandoned: a code. */
  readonly note: string | null;
  /** When it was last planned. */
  readonly plannedAt: Instant;
  /** When the first attempt began. */
  readonly firstSentAt: Instant | null;
  /** When the last attempt began. */
  readonly lastSentAt: Instant | null;
  /** When it was over. */
  readonly finishedAt: Instant | null;
  /** When it was recorded. */
  readonly createdAt: Instant;
  /** When it last changed. */
  readonly updatedAt: Instant;
}

/** One attempt at an effect. */
export interface EffectAttempt {
  /** Its number, from 1 on. */
  readonly number: number;
  /** When it began. */
  readonly beganAt: Instant;
  /** When it had to end. */
  readonly deadlineAt: Instant;
  /** When it was answered or given up. */
  readonly endedAt: Instant | null;
  /** under_way, in_doubt, confirmed, rejected, absent. */
  readonly outcome: string;
}

/**
 * One change that is to be made at another system. Nothing in it but `content` may name a person: it appears in
 * logs, errors and listings.
 */
export interface EffectIntent {
  /**
   * What the effect is claimed under: text that names the one thing to be decided, without its outcome
   * (`"wellsky/assign/agency-1/shift-41"`). 1 to 255 bytes. The first claim wins.
   */
  readonly key: string;
  /** What would be done, dotted: `"shifts.assign"`. */
  readonly operation: string;
  /** The opaque id of what it would be done to. */
  readonly subject: string;
  /** Everything the effect would do, in parts of which only a digest is kept: under one key other content is refused. */
  readonly content?: readonly string[] | undefined;
  /**
   * How one finds out whether it happened, when an answer was lost. read_back: fetch the subject.
   * find_by_natural_key: search for it. remote_key: the other side keeps the idempotency key, send again. manual: a
   * person looks.
   */
  readonly reconcile: string;
  /**
   * Of read_back and find_by_natural_key: for how many seconds after its deadline a request may still land, or not
   * be found. Of remote_key: for how many the other side is sure to know the key. None of manual.
   */
  readonly spanSeconds?: number | null | undefined;
  /** A further opaque id that tells a person what was claimed. */
  readonly detail?: string | null | undefined;
}

/** Whom to call when something happens. */
export class EmergencyContact extends PersonalRecord {
  /** The person's name. */
  declare readonly name: string;
  /** What they are to the client: daughter, neighbour. */
  declare readonly relationship?: string | null | undefined;
  /** Their number. */
  declare readonly phone: string;

  constructor(fields: EmergencyContactFields) {
    super(fields);
  }

  protected override shown(): object {
    return {};
  }
}

/** The fields of {@link EmergencyContact}: what it is made of. */
export interface EmergencyContactFields {
  /** The person's name. */
  readonly name: string;
  /** What they are to the client: daughter, neighbour. */
  readonly relationship?: string | null | undefined;
  /** Their number. */
  readonly phone: string;
}

/** The person who receives care. */
export class Client extends PersonalRecord {
  /** The vendor's id. */
  declare readonly id: string;
  /** Given name. */
  declare readonly firstName: string;
  /** Family name. */
  declare readonly lastName: string;
  /** E-mail address. */
  declare readonly email: string | null;
  /** Telephone number. */
  declare readonly phone: string;
  /** Where care is given. */
  declare readonly address: Address;
  /** Where the client stands. */
  declare readonly status: ClientStatus;
  /** Whom to call when something happens. */
  declare readonly emergencyContacts: readonly EmergencyContact[];
  /** Who pays. */
  declare readonly payerSource: Payer | null;
  /** Hours of care a week that the payer has authorised. */
  declare readonly authorizedHoursPerWeek: number | null;
  /** The first day of care. */
  declare readonly startDate: CalendarDate | null;
  /** The day care ended. */
  declare readonly dischargeDate: CalendarDate | null;
  /** Where the client came from. */
  declare readonly referralSource: string | null;
  /** The member of staff who coordinates the care. */
  declare readonly careCoordinator: string | null;
  /** The language the client prefers, as a BCP 47 tag. */
  declare readonly preferredLanguage: string | null;
  /** The caregiver's gender the client prefers. */
  declare readonly genderPreference: Gender | null;
  /** The id in another system. */
  declare readonly externalId: string | null;
  /** When the record last changed. */
  declare readonly updatedAt: Instant;

  constructor(fields: ClientFields) {
    super(fields);
  }

  protected override shown(): object {
    return { id: this.id, status: this.status };
  }
}

/** The fields of {@link Client}: what it is made of. */
export interface ClientFields {
  /** The vendor's id. */
  readonly id: string;
  /** Given name. */
  readonly firstName: string;
  /** Family name. */
  readonly lastName: string;
  /** E-mail address. */
  readonly email: string | null;
  /** Telephone number. */
  readonly phone: string;
  /** Where care is given. */
  readonly address: Address;
  /** Where the client stands. */
  readonly status: ClientStatus;
  /** Whom to call when something happens. */
  readonly emergencyContacts: readonly EmergencyContact[];
  /** Who pays. */
  readonly payerSource: Payer | null;
  /** Hours of care a week that the payer has authorised. */
  readonly authorizedHoursPerWeek: number | null;
  /** The first day of care. */
  readonly startDate: CalendarDate | null;
  /** The day care ended. */
  readonly dischargeDate: CalendarDate | null;
  /** Where the client came from. */
  readonly referralSource: string | null;
  /** The member of staff who coordinates the care. */
  readonly careCoordinator: string | null;
  /** The language the client prefers, as a BCP 47 tag. */
  readonly preferredLanguage: string | null;
  /** The caregiver's gender the client prefers. */
  readonly genderPreference: Gender | null;
  /** The id in another system. */
  readonly externalId: string | null;
  /** When the record last changed. */
  readonly updatedAt: Instant;
}

/** What changes in a client; only what is named is sent. */
export class ClientPatch extends PersonalRecord {
  /** Given name; cannot be emptied. Left out, it is kept; `null` empties it. */
  declare readonly firstName?: string | null | undefined;
  /** Family name; cannot be emptied. Left out, it is kept; `null` empties it. */
  declare readonly lastName?: string | null | undefined;
  /** E-mail address. Left out, it is kept; `null` empties it. */
  declare readonly email?: string | null | undefined;
  /** Telephone number; cannot be emptied. Left out, it is kept; `null` empties it. */
  declare readonly phone?: string | null | undefined;
  /** Where care is given; cannot be emptied. Left out, it is kept; `null` empties it. */
  declare readonly address?: AddressFields | null | undefined;
  /** Where the client stands; cannot be emptied. Left out, it is kept; `null` empties it. */
  declare readonly status?: ClientStatus | null | undefined;
  /** Whom to call: replaces the list. Left out, it is kept; `null` empties it. */
  declare readonly emergencyContacts?: readonly EmergencyContactFields[] | null | undefined;
  /** Who pays. Left out, it is kept; `null` empties it. */
  declare readonly payerSource?: Payer | null | undefined;
  /** Hours of care a week that the payer has authorised. Left out, it is kept; `null` empties it. */
  declare readonly authorizedHoursPerWeek?: number | null | undefined;
  /** The first day of care. Left out, it is kept; `null` empties it. */
  declare readonly startDate?: CalendarDate | null | undefined;
  /** The day care ended. Left out, it is kept; `null` empties it. */
  declare readonly dischargeDate?: CalendarDate | null | undefined;
  /** Where the client came from. Left out, it is kept; `null` empties it. */
  declare readonly referralSource?: string | null | undefined;
  /** The member of staff who coordinates the care. Left out, it is kept; `null` empties it. */
  declare readonly careCoordinator?: string | null | undefined;
  /** The language the client prefers, as a BCP 47 tag. Left out, it is kept; `null` empties it. */
  declare readonly preferredLanguage?: string | null | undefined;
  /** The caregiver's gender the client prefers. Left out, it is kept; `null` empties it. */
  declare readonly genderPreference?: Gender | null | undefined;
  /** The id in another system. Left out, it is kept; `null` empties it. */
  declare readonly externalId?: string | null | undefined;

  constructor(fields: ClientPatchFields) {
    super(fields);
  }

  protected override shown(): object {
    return { status: this.status };
  }
}

/** The fields of {@link ClientPatch}: what it is made of. */
export interface ClientPatchFields {
  /** Given name; cannot be emptied. Left out, it is kept; `null` empties it. */
  readonly firstName?: string | null | undefined;
  /** Family name; cannot be emptied. Left out, it is kept; `null` empties it. */
  readonly lastName?: string | null | undefined;
  /** E-mail address. Left out, it is kept; `null` empties it. */
  readonly email?: string | null | undefined;
  /** Telephone number; cannot be emptied. Left out, it is kept; `null` empties it. */
  readonly phone?: string | null | undefined;
  /** Where care is given; cannot be emptied. Left out, it is kept; `null` empties it. */
  readonly address?: AddressFields | null | undefined;
  /** Where the client stands; cannot be emptied. Left out, it is kept; `null` empties it. */
  readonly status?: ClientStatus | null | undefined;
  /** Whom to call: replaces the list. Left out, it is kept; `null` empties it. */
  readonly emergencyContacts?: readonly EmergencyContactFields[] | null | undefined;
  /** Who pays. Left out, it is kept; `null` empties it. */
  readonly payerSource?: Payer | null | undefined;
  /** Hours of care a week that the payer has authorised. Left out, it is kept; `null` empties it. */
  readonly authorizedHoursPerWeek?: number | null | undefined;
  /** The first day of care. Left out, it is kept; `null` empties it. */
  readonly startDate?: CalendarDate | null | undefined;
  /** The day care ended. Left out, it is kept; `null` empties it. */
  readonly dischargeDate?: CalendarDate | null | undefined;
  /** Where the client came from. Left out, it is kept; `null` empties it. */
  readonly referralSource?: string | null | undefined;
  /** The member of staff who coordinates the care. Left out, it is kept; `null` empties it. */
  readonly careCoordinator?: string | null | undefined;
  /** The language the client prefers, as a BCP 47 tag. Left out, it is kept; `null` empties it. */
  readonly preferredLanguage?: string | null | undefined;
  /** The caregiver's gender the client prefers. Left out, it is kept; `null` empties it. */
  readonly genderPreference?: Gender | null | undefined;
  /** The id in another system. Left out, it is kept; `null` empties it. */
  readonly externalId?: string | null | undefined;
}

/** A visit that took place or is under way: the care log. */
export interface Encounter {
  /** The vendor's id. */
  readonly id: string;
  /** How far it has come. */
  readonly status: EncounterStatus | null;
  /** Who received care. */
  readonly clientId: string | null;
  /** Who gave it. */
  readonly caregiverId: string | null;
  /** The appointment it belongs to. For a recurring one this names the series, and the start tells the occurrence. */
  readonly appointmentId: string | null;
  /** When it began. */
  readonly start: Instant | null;
  /** When it ended; nothing while it runs. */
  readonly end: Instant | null;
}

/** What was done to have the subscriptions that are wanted. */
export interface EnsuredSubscriptions {
  /** Were there and as they should be. */
  readonly kept: readonly string[];
  /** Were not there. */
  readonly created: readonly string[];
  /** Were there and otherwise: off, at another address, with another secret. */
  readonly changed: readonly string[];
  /** Were ours and are not wanted, or were there twice. */
  readonly deleted: readonly string[];
  /** Of those kept, the ones whose header the vendor does not show. */
  readonly headerNotShown: readonly string[];
  /** How many belong to others and were left alone. */
  readonly foreign: number;
}

/** What an erasure removed, and what it left. */
export interface ErasureReport {
  /** Records that are about the person. */
  readonly references: number;
  /** Of those, contents that were removed. */
  readonly bodies: number;
  /** Messages that waited: they were settled as rejected with the reason erased. */
  readonly messages: number;
  /** Conflicts whose values were removed. */
  readonly conflicts: number;
  /** Audit entries whose sealed bytes were replaced by a tombstone. */
  readonly auditEntries: number;
  /** Audit entries whose sealed bytes stay: only the loss of their key makes them unreadable. */
  readonly auditLeft: number;
  /** Keys that were forgotten. */
  readonly keys: number;
}

/** The electronic verification of a visit: who was there, and when. */
export interface Evv {
  /** The shift that was worked. */
  readonly shiftId: string;
  /** Who worked it. */
  readonly caregiverId: string;
  /** When the caregiver clocked in. */
  readonly clockIn: Instant;
  /** When the caregiver clocked out; nothing while the visit runs. */
  readonly clockOut: Instant | null;
  /** Whether the place was verified. */
  readonly gpsVerified: boolean | null;
  /** How the visit was clocked. */
  readonly method: EvvMethod | null;
  /** What the vendor found amiss, as codes. */
  readonly exceptions: readonly string[];
}

/** A record or a change that failed. */
export interface FailedChange {
  /** The opaque id of the record. */
  readonly reference: string;
  /** What failed: `board.apply`, `prospects.update`. */
  readonly operation: string;
  /** The code of the failure: not_found, server. */
  readonly code: string;
  /** The field, where one is to blame. */
  readonly field: string | null;
  /** What went wrong, without personal data. */
  readonly message: string;
  /** Whether the next run may succeed with nothing changed. */
  readonly retryable: boolean;
}

/** A record that could not be fetched. */
export interface FailedRecord {
  /** Which. */
  readonly record: ChangedRecord;
  /** Why. */
  readonly error: CareweaveError;
}

/** What a family did, as you saw it. */
export class FamilyActivity extends PersonalRecord {
  /** Your id of it: 1 to 200 visible ASCII characters, and nothing personal. */
  declare readonly id: string;
  /** The client it is about. */
  declare readonly clientId: string;
  /** What happened, in words. */
  declare readonly text: string;

  constructor(fields: FamilyActivityFields) {
    super(fields);
  }

  protected override shown(): object {
    return { id: this.id, clientId: this.clientId };
  }
}

/** The fields of {@link FamilyActivity}: what it is made of. */
export interface FamilyActivityFields {
  /** Your id of it: 1 to 200 visible ASCII characters, and nothing personal. */
  readonly id: string;
  /** The client it is about. */
  readonly clientId: string;
  /** What happened, in words. */
  readonly text: string;
}

/** How far something can be done. */
export interface FeatureSupport {
  /** The feature: people, availability, clock. */
  readonly feature: string;
  /**
   * native: the vendor offers it. derived: it is worked out from what the vendor offers. unproven: nobody has shown
   * it, a probe finds out. unsupported: a call fails before anything is sent.
   */
  readonly support: string;
}

/** What can be done over the API in use. */
export interface Capabilities {
  /** The API: rest, connect. */
  readonly api: string;
  /** Every feature, and how far it can be done. */
  readonly features: readonly FeatureSupport[];
}

/** What working through the marks did. */
export interface FeedReport {
  /** Records fetched and taken, those that are gone among them. */
  readonly applied: number;
  /** How many of them are gone. */
  readonly gone: number;
  /** How many were fetched once more, because a hint came while they were fetched. */
  readonly again: number;
  /** What could not be fetched. Their marks are kept for the next time. */
  readonly failed: readonly FailedRecord[];
}

/** How far a run is. */
export interface FlowProgress {
  /** The flow. */
  readonly flow: string;
  /** Records read so far. */
  readonly read: number;
  /** Of them unchanged. */
  readonly unchanged: number;
  /** Changes written so far. */
  readonly written: number;
  /** Failures so far. */
  readonly failed: number;
}

/** A field that both sides changed, with its values as JSON texts: `"\"3035550101\""`. */
export class FoundConflict extends PersonalRecord {
  /** The path of the field; empty where the record itself is in conflict (deleted here, changed there). */
  declare readonly field: string;
  /** What both agreed on last; left out where there was nothing. */
  declare readonly base?: string | null | undefined;
  /** Ours; left out where there is none. */
  declare readonly local?: string | null | undefined;
  /** Theirs; left out where there is none. */
  declare readonly remote?: string | null | undefined;

  constructor(fields: FoundConflictFields) {
    super(fields);
  }

  protected override shown(): object {
    return { field: this.field };
  }
}

/** The fields of {@link FoundConflict}: what it is made of. */
export interface FoundConflictFields {
  /** The path of the field; empty where the record itself is in conflict (deleted here, changed there). */
  readonly field: string;
  /** What both agreed on last; left out where there was nothing. */
  readonly base?: string | null | undefined;
  /** Ours; left out where there is none. */
  readonly local?: string | null | undefined;
  /** Theirs; left out where there is none. */
  readonly remote?: string | null | undefined;
}

/** A level that was set. */
export interface GateChange {
  /** One tenant's account at one source. */
  readonly connection: string;
  /** The kind of record; empty for every kind. */
  readonly kind: string;
  /** The operation; empty for every operation. */
  readonly operation: string;
  /** The level. */
  readonly level: string;
  /** By whom. */
  readonly actor: string;
  /** Why. */
  readonly reason: string;
  /** When. */
  readonly at: Instant;
}

/** An item that was given up and waits for a person. */
export interface GivenUp {
  /** Which. */
  readonly ticket: string;
  /** Why: no_encounter, rejected. */
  readonly reason: string | null;
  /** Since when. */
  readonly at: Instant;
}

/** A record the service does not have any more. */
export interface GoneBooking {
  /** Which. */
  readonly id: string;
  /** When it was to start. */
  readonly lastStart: Instant;
}

/** One thing that is wrong, and by how much. */
export interface HealthAlert {
  /**
   * failing, sync_lag, inbox_stalled, hints_stalled, outbox_stalled, in_doubt, dead_letters, manual, conflicts,
   * scan_held, lease_losses: a closed list, fit to be a label.
   */
  readonly kind: string;
  /** warning: in working hours. critical: now. */
  readonly severity: string;
  /** The number that was counted. */
  readonly value: number;
  /** What it may be at most. */
  readonly target: number;
}

/** What an integration is to keep to: more than a target is an alert. Ages are whole seconds. */
export interface HealthTargets {
  /** How far a stream may be behind; 1800 by default, two polls. */
  readonly syncLag?: number | null | undefined;
  /** How long a message may wait; 300 by default. */
  readonly inboxOldest?: number | null | undefined;
  /** How long a subject may be dirty; 300 by default. */
  readonly hintsOldest?: number | null | undefined;
  /** How long an item may wait; 900 by default. */
  readonly outboxOldest?: number | null | undefined;
  /** How long an effect may be in doubt; 3600 by default. Set it to three times the quiet period. */
  readonly inDoubtOldest?: number | null | undefined;
  /** How many items may be dead; 0 by default. */
  readonly deadLetters?: number | null | undefined;
  /** How many effects may wait for a person; 0 by default. */
  readonly manual?: number | null | undefined;
  /** How many conflicts may wait for a person; 20 by default. */
  readonly conflictsOpen?: number | null | undefined;
  /** How many scans may be held; 0 by default. */
  readonly scansHeld?: number | null | undefined;
  /** How many leases may be lost between two looks; 2 by default. */
  readonly leaseLosses?: number | null | undefined;
  /** How many fetches in a row may fail; 2 by default. */
  readonly failures?: number | null | undefined;
}

/** What a delivery of a scheduling service came to. */
export interface HintReport {
  /** How many events it brought. */
  readonly events: number;
  /** How many records were marked: each is fetched, and what the delivery says of it is not believed. */
  readonly marked: number;
}

/** A name as Connect has it. */
export class HumanName extends PersonalRecord {
  /** What the name is for; `official` is the one to go by. */
  declare readonly purpose: string | null;
  /** Family name. */
  declare readonly family: string | null;
  /** Given names: the first, then the middle ones. */
  declare readonly given: readonly string[];

  constructor(fields: HumanNameFields) {
    super(fields);
  }

  protected override shown(): object {
    return {};
  }
}

/** The fields of {@link HumanName}: what it is made of. */
export interface HumanNameFields {
  /** What the name is for; `official` is the one to go by. */
  readonly purpose: string | null;
  /** Family name. */
  readonly family: string | null;
  /** Given names: the first, then the middle ones. */
  readonly given: readonly string[];
}

/** A member of the agency's office. */
export class Admin extends PersonalRecord {
  /** The vendor's id. */
  declare readonly id: string;
  /** The name, as one text or in parts. */
  declare readonly name: AdminName | null;

  constructor(fields: AdminFields) {
    super(fields);
  }

  protected override shown(): object {
    return { id: this.id };
  }
}

/** The fields of {@link Admin}: what it is made of. */
export interface AdminFields {
  /** The vendor's id. */
  readonly id: string;
  /** The name, as one text or in parts. */
  readonly name: AdminName | null;
}

/** What became of everything one source announced. */
export interface InboxCounts {
  /** Messages recorded: the sum of the five states. */
  readonly accepted: number;
  /** Deliveries of a message that was recorded before. */
  readonly repeated: number;
  /** Deliveries under the id of a recorded message but with other content. */
  readonly differing: number;
  /** Messages that wait to be worked on. */
  readonly received: number;
  /** Messages applied. */
  readonly applied: number;
  /** Messages superseded. */
  readonly superseded: number;
  /** Messages ignored. */
  readonly ignored: number;
  /** Messages rejected. */
  readonly rejected: number;
  /** Hints taken: the sum of the two below. */
  readonly hints: number;
  /** Hints followed by a fetch. */
  readonly hintsServed: number;
  /** Hints that wait for a fetch. */
  readonly hintsWaiting: number;
}

/** One recorded message and what became of it. */
export class InboxMessage extends PersonalRecord {
  /** Its number, growing in the order of receipt. */
  declare readonly number: number;
  /** Who sent it. */
  declare readonly source: string;
  /** keyed: told from others by the sender's id. stamped: by event, subject and stamp. */
  declare readonly identity: string;
  /** The id it is recorded under. */
  declare readonly messageId: string;
  /** What happened. */
  declare readonly event: string;
  /** To what; may be empty. */
  declare readonly subject: string;
  /** The digest of the body. */
  declare readonly fingerprint: string;
  /** The body, until the message is settled. */
  declare readonly body: Uint8Array | null;
  /** received, applied, superseded, ignored, rejected. */
  declare readonly state: string;
  /** Why it was superseded, ignored or rejected: a code. */
  declare readonly reason: string | null;
  /** How often it was delivered. */
  declare readonly deliveries: number;
  /** When the sender says it was sent first. */
  declare readonly sentAt: Instant | null;
  /** When it was recorded. */
  declare readonly receivedAt: Instant;
  /** When it was last delivered. */
  declare readonly lastDeliveryAt: Instant;
  /** When it was settled. */
  declare readonly settledAt: Instant | null;

  constructor(fields: InboxMessageFields) {
    super(fields);
  }

  protected override shown(): object {
    return { source: this.source, event: this.event, state: this.state };
  }
}

/** The fields of {@link InboxMessage}: what it is made of. */
export interface InboxMessageFields {
  /** Its number, growing in the order of receipt. */
  readonly number: number;
  /** Who sent it. */
  readonly source: string;
  /** keyed: told from others by the sender's id. stamped: by event, subject and stamp. */
  readonly identity: string;
  /** The id it is recorded under. */
  readonly messageId: string;
  /** What happened. */
  readonly event: string;
  /** To what; may be empty. */
  readonly subject: string;
  /** The digest of the body. */
  readonly fingerprint: string;
  /** The body, until the message is settled. */
  readonly body: Uint8Array | null;
  /** received, applied, superseded, ignored, rejected. */
  readonly state: string;
  /** Why it was superseded, ignored or rejected: a code. */
  readonly reason: string | null;
  /** How often it was delivered. */
  readonly deliveries: number;
  /** When the sender says it was sent first. */
  readonly sentAt: Instant | null;
  /** When it was recorded. */
  readonly receivedAt: Instant;
  /** When it was last delivered. */
  readonly lastDeliveryAt: Instant;
  /** When it was settled. */
  readonly settledAt: Instant | null;
}

/** What accepting a delivery found. Whatever it is, acknowledge the delivery. */
export class AcceptedMessage extends PersonalRecord {
  /**
   * new: it was recorded. repeated: it was before. differing: one with this id but other content was; nothing of
   * this one is kept, fetch the subject.
   */
  declare readonly outcome: string;
  /** The recorded message. */
  declare readonly message: InboxMessage;

  constructor(fields: AcceptedMessageFields) {
    super(fields);
  }

  protected override shown(): object {
    return { outcome: this.outcome };
  }
}

/** The fields of {@link AcceptedMessage}: what it is made of. */
export interface AcceptedMessageFields {
  /**
   * new: it was recorded. repeated: it was before. differing: one with this id but other content was; nothing of
   * this one is kept, fetch the subject.
   */
  readonly outcome: string;
  /** The recorded message. */
  readonly message: InboxMessage;
}

/** What belongs to an integration: the rows of the store that its numbers are taken from. */
export interface Integration {
  /** Its name, as a code: `"wellsky.agency-1"`. */
  readonly name: string;
  /** Its connection, for scans and conflicts: `"wellsky/agency-1"`. */
  readonly connection: string;
  /** The source of its messages and hints, as a code; left out when it sends none. */
  readonly source?: string | null | undefined;
  /** The streams it reads. */
  readonly streams?: readonly string[] | null | undefined;
  /** The operations of the effects it sends, as codes. */
  readonly operations?: readonly string[] | null | undefined;
  /** The leases its workers take. */
  readonly leases?: readonly string[] | null | undefined;
}

/** Whether an integration works. */
export interface IntegrationStatus {
  /** Its name. */
  readonly name: string;
  /**
   * inactive: it is switched off, or never was on. active: it is on, and its last fetch was complete. error: it is
   * on, and its last fetch was not.
   */
  readonly state: string;
  /** Since when. */
  readonly since: Instant;
  /** How many fetches in a row failed or were partial. */
  readonly failures: number;
  /** Why the last one did: a code. */
  readonly reason: string | null;
  /** When a fetch was last complete. */
  readonly lastSuccessAt: Instant | null;
  /** When one last was not. */
  readonly lastFailureAt: Instant | null;
  /** When something last happened. */
  readonly updatedAt: Instant;
}

/** A fact about a document, as the system that holds it told it to an authenticated request. It names nobody. */
export interface LatchEvidence {
  /** The system that holds the document, as a code: `"goformz"`. */
  readonly source: string;
  /** The id of the document there. */
  readonly document: string;
  /** The id of the template it was made from. */
  readonly template: string;
  /** Whether it is complete, in the words of the source. */
  readonly status: string;
  /** Every signature field by its code, and whether it is signed. */
  readonly signatures: Readonly<{ [key: string]: boolean }>;
  /** Whom it is about: the opaque id under which it was made for them. Names are no match. */
  readonly subject: string;
  /** When it was fetched. */
  readonly fetchedAt: Instant;
  /** SHA-256 of the answer it was read from, as 64 hexadecimal digits. */
  readonly digest: string;
}

/** What may happen once in the life of a subject. */
export interface Latch {
  /** What may happen once. */
  readonly kind: string;
  /** Whom it happens to. */
  readonly subject: string;
  /** What armed it. */
  readonly evidence: LatchEvidence;
  /**
   * armed: proved, and nothing was sent. firing: an effect is under way or in doubt. fired: it happened, and never
   * again.
   */
  readonly state: string;
  /** The effect that fires it; nothing while it is armed. */
  readonly effectId: string | null;
  /** What the other side calls the result. */
  readonly remoteId: string | null;
  /** When it was armed. */
  readonly armedAt: Instant;
  /** When it fired. */
  readonly firedAt: Instant | null;
  /** When it last changed. */
  readonly updatedAt: Instant;
}

/** What arming found. */
export interface ArmedLatch {
  /**
   * new: it was armed now. before: by the same document, before. by_another: by another document, which counts;
   * nothing of this one was kept.
   */
  readonly outcome: string;
  /** The latch. */
  readonly latch: Latch;
}

/** What proves that a latch of a kind may be armed. */
export interface LatchRule {
  /** The kind of latch, as a code: `"prospect.convert"`. */
  readonly kind: string;
  /** The templates that count; a document of any other proves nothing. */
  readonly templates?: readonly string[] | undefined;
  /** The statuses of the source that mean complete. */
  readonly complete?: readonly string[] | undefined;
  /** The signature fields that must be signed. */
  readonly signatures?: readonly string[] | undefined;
  /** How old evidence may be, in seconds, up to 24 hours. */
  readonly maxAgeSeconds: number;
}

/** The last grant under a name. */
export interface Lease {
  /** What it is for. */
  readonly name: string;
  /** The worker it was granted to. */
  readonly holder: string;
  /** The number of the grant, which grows with every one. */
  readonly fence: number;
  /** held, released. Whether one that is held has ended is for the time to tell. */
  readonly state: string;
  /** When it was granted. */
  readonly grantedAt: Instant;
  /** When it ends unless it is renewed. */
  readonly expiresAt: Instant;
  /** When it last changed. */
  readonly updatedAt: Instant;
}

/** A write is made only while this lease is live under this fence. */
export interface LeaseGuard {
  /** The name of the lease. */
  readonly lease: string;
  /** The fence the writer was granted. */
  readonly fence: number;
}

/** A location of the agency. */
export interface Location {
  /** The vendor's id. */
  readonly id: string;
  /** Its name. */
  readonly name: string | null;
}

/** A marital status, as codes. */
export interface MaritalStatus {
  /** `M`, `S`, `W`, `L`, `T`, `D`, `U` or `UNK`, and its words. */
  readonly coding: readonly Coding[];
}

/** What messages of a source are about. */
export interface MessageSubject {
  /** Who sends them, as a code. */
  readonly source: string;
  /** The opaque id of what they are about. */
  readonly subject: string;
}

/** How far a stream was read and stored. */
export interface MirrorCursor {
  /** The stream. */
  readonly stream: string;
  /** Everything that changed before it, in the other system's time, is stored. */
  readonly high: Instant | null;
  /** The vendor's token of the next page. */
  readonly token: string | null;
  /** Grows with every move. */
  readonly version: number;
  /** When it last moved. */
  readonly updatedAt: Instant;
}

/** A record as it was read. */
export class MirrorRecord extends PersonalRecord {
  /** Its id there, exactly. */
  declare readonly externalId: string;
  /** The record as JSON. It is compared with what was seen before, and not kept. */
  declare readonly content: string;
  /** Its version, where the other system counts or dates them: of two the higher one is later. */
  declare readonly version?: number | null | undefined;
  /** Where it lies in time (the start of an appointment), for scans of a window. */
  declare readonly at?: Date | Instant | null | undefined;
  /** What is to be kept of it, up to 1 MiB; seal it first where it is about a person. */
  declare readonly body?: Uint8Array | null | undefined;

  constructor(fields: MirrorRecordFields) {
    super(fields);
  }

  protected override shown(): object {
    return {};
  }
}

/** The fields of {@link MirrorRecord}: what it is made of. */
export interface MirrorRecordFields {
  /** Its id there, exactly. */
  readonly externalId: string;
  /** The record as JSON. It is compared with what was seen before, and not kept. */
  readonly content: string;
  /** Its version, where the other system counts or dates them: of two the higher one is later. */
  readonly version?: number | null | undefined;
  /** Where it lies in time (the start of an appointment), for scans of a window. */
  readonly at?: Date | Instant | null | undefined;
  /** What is to be kept of it, up to 1 MiB; seal it first where it is about a person. */
  readonly body?: Uint8Array | null | undefined;
}

/** What is known about a record of another system. */
export interface MirrorReference {
  /** One tenant's account at one source. */
  readonly connection: string;
  /** The kind of record. */
  readonly kind: string;
  /** Its id there. */
  readonly externalId: string;
  /** Its id here. */
  readonly localId: number;
  /** live, tombstone, superseded. */
  readonly state: string;
  /** The id it has there now, where it was given another. */
  readonly supersededBy: string | null;
  /** Of what was seen last; nothing for one that was linked and not seen. */
  readonly fingerprint: string | null;
  /** The version it had then. */
  readonly version: number | null;
  /** How many complete scans in a row did not see it. */
  readonly misses: number;
  /** The number of its last change, which grows over all records of the store. */
  readonly change: number;
  /** When it was seen or linked first. */
  readonly firstSeenAt: Instant;
  /** When it last changed. */
  readonly changedAt: Instant;
}

/** A reading of everything in a scope. */
export interface MirrorScan {
  /** Its number. */
  readonly number: number;
  /** One tenant's account at one source. */
  readonly connection: string;
  /** The kind of record. */
  readonly kind: string;
  /** From when on; nothing: all of it. */
  readonly start: Instant | null;
  /** Before when. */
  readonly end: Instant | null;
  /** open, complete, partial, held: more is gone than the brake lets through, a person has to look. */
  readonly state: string;
  /** When it began. */
  readonly startedAt: Instant;
  /** Who let it through, where it was held. */
  readonly approvedBy: string | null;
}

/** An applicant to be created. The vendor sets the id, `updated_at`, and `new` where no status is given. */
export class NewApplicant extends PersonalRecord {
  /** Given name. */
  declare readonly firstName: string;
  /** Family name. */
  declare readonly lastName: string;
  /** E-mail address. */
  declare readonly email?: string | null | undefined;
  /** Telephone number. */
  declare readonly phone: string;
  /** Where the applicant lives. */
  declare readonly address?: AddressFields | null | undefined;
  /** Where the applicant stands in the recruiting pipeline. */
  declare readonly status?: ApplicantStatus | null | undefined;
  /** Certifications held. */
  declare readonly certifications?: readonly Certification[] | undefined;
  /** Where the applicant came from. */
  declare readonly source?: string | null | undefined;
  /** The position applied for. */
  declare readonly position?: string | null | undefined;
  /** The background check. */
  declare readonly backgroundCheckStatus?: BackgroundCheck | null | undefined;
  /** The id in another system. */
  declare readonly externalId?: string | null | undefined;

  constructor(fields: NewApplicantFields) {
    super(fields);
  }

  protected override shown(): object {
    return { status: this.status };
  }
}

/** The fields of {@link NewApplicant}: what it is made of. */
export interface NewApplicantFields {
  /** Given name. */
  readonly firstName: string;
  /** Family name. */
  readonly lastName: string;
  /** E-mail address. */
  readonly email?: string | null | undefined;
  /** Telephone number. */
  readonly phone: string;
  /** Where the applicant lives. */
  readonly address?: AddressFields | null | undefined;
  /** Where the applicant stands in the recruiting pipeline. */
  readonly status?: ApplicantStatus | null | undefined;
  /** Certifications held. */
  readonly certifications?: readonly Certification[] | undefined;
  /** Where the applicant came from. */
  readonly source?: string | null | undefined;
  /** The position applied for. */
  readonly position?: string | null | undefined;
  /** The background check. */
  readonly backgroundCheckStatus?: BackgroundCheck | null | undefined;
  /** The id in another system. */
  readonly externalId?: string | null | undefined;
}

/** What is to be written down. Nothing in it names a person. */
export class NewAuditEntry extends PersonalRecord {
  /** Who acted: `"worker.poll"`, or the opaque id of a user. */
  declare readonly actor: string;
  /** What was done, as a code: `"clients.read"`. */
  declare readonly action: string;
  /** What it was done to, as an opaque token. */
  declare readonly subject: string;
  /** The fingerprint of the content before, where there was one. */
  declare readonly before?: string | null | undefined;
  /** The fingerprint of the content after, where there is one. */
  declare readonly after?: string | null | undefined;
  /** The id of the effect that carried it out. */
  declare readonly effectId?: string | null | undefined;
  /** Up to 64 KiB that only the holder of a key can read. */
  declare readonly sealed?: Uint8Array | null | undefined;

  constructor(fields: NewAuditEntryFields) {
    super(fields);
  }

  protected override shown(): object {
    return {};
  }
}

/** The fields of {@link NewAuditEntry}: what it is made of. */
export interface NewAuditEntryFields {
  /** Who acted: `"worker.poll"`, or the opaque id of a user. */
  readonly actor: string;
  /** What was done, as a code: `"clients.read"`. */
  readonly action: string;
  /** What it was done to, as an opaque token. */
  readonly subject: string;
  /** The fingerprint of the content before, where there was one. */
  readonly before?: string | null | undefined;
  /** The fingerprint of the content after, where there is one. */
  readonly after?: string | null | undefined;
  /** The id of the effect that carried it out. */
  readonly effectId?: string | null | undefined;
  /** Up to 64 KiB that only the holder of a key can read. */
  readonly sealed?: Uint8Array | null | undefined;
}

/** One entry as it was written. */
export class AuditEntry extends PersonalRecord {
  /** Its number in the chain, from 1 on. */
  declare readonly seq: number;
  /** When it was written. */
  declare readonly at: Instant;
  /** What was written. */
  declare readonly written: NewAuditEntry;
  /** The hash of the entry before. */
  declare readonly previous: string;
  /** The hash of this one. */
  declare readonly hash: string;

  constructor(fields: AuditEntryFields) {
    super(fields);
  }

  protected override shown(): object {
    return { seq: this.seq, at: this.at };
  }
}

/** The fields of {@link AuditEntry}: what it is made of. */
export interface AuditEntryFields {
  /** Its number in the chain, from 1 on. */
  readonly seq: number;
  /** When it was written. */
  readonly at: Instant;
  /** What was written. */
  readonly written: NewAuditEntry;
  /** The hash of the entry before. */
  readonly previous: string;
  /** The hash of this one. */
  readonly hash: string;
}

/** An appointment to book. */
export class NewBooking extends PersonalRecord {
  /** What kind. */
  declare readonly appointmentType: string;
  /** When it starts. */
  declare readonly start: Date | Instant;
  /** The IANA zone the client reads it in. */
  declare readonly zone: string;
  /** For whom. */
  declare readonly client: BookingClientFields;
  /** When it ends; by default after the duration of its type. */
  declare readonly end?: Date | Instant | null | undefined;
  /** With whom; by default the service chooses, where it can. */
  declare readonly calendar?: string | null | undefined;
  /** In which unit, at services that have units. */
  declare readonly unit?: string | null | undefined;
  /** Where, when it is not what the type says. */
  declare readonly place?: BookingPlaceFields | null | undefined;
  /** Notes: health information. */
  declare readonly notes?: string | null | undefined;
  /** Answers of the booking form: health information. */
  declare readonly answers?: readonly BookingAnswerFields[] | null | undefined;
  /** E-mail addresses of others who are invited. */
  declare readonly guests?: readonly string[] | null | undefined;
  /** When the client agreed to the keeping of health information; with `consent_terms` or not at all. */
  declare readonly consentGivenAt?: Date | Instant | null | undefined;
  /** What the client agreed to: the name or version of the text. */
  declare readonly consentTerms?: string | null | undefined;
  /** The hold that keeps the slot. */
  declare readonly hold?: string | null | undefined;
  /** In whose name: client (the default: the service's rules hold) or office. */
  declare readonly actingAs?: string | null | undefined;
  /** Whether the service tells the client: as_configured (the default) or suppress. */
  declare readonly notify?: string | null | undefined;
  /** What only one service knows, by the names its adapter documents; an unknown name is refused. */
  declare readonly options?: Readonly<{ [key: string]: string }> | null | undefined;

  constructor(fields: NewBookingFields) {
    super(fields);
  }

  protected override shown(): object {
    return { appointmentType: this.appointmentType, calendar: this.calendar, hold: this.hold };
  }
}

/** The fields of {@link NewBooking}: what it is made of. */
export interface NewBookingFields {
  /** What kind. */
  readonly appointmentType: string;
  /** When it starts. */
  readonly start: Date | Instant;
  /** The IANA zone the client reads it in. */
  readonly zone: string;
  /** For whom. */
  readonly client: BookingClientFields;
  /** When it ends; by default after the duration of its type. */
  readonly end?: Date | Instant | null | undefined;
  /** With whom; by default the service chooses, where it can. */
  readonly calendar?: string | null | undefined;
  /** In which unit, at services that have units. */
  readonly unit?: string | null | undefined;
  /** Where, when it is not what the type says. */
  readonly place?: BookingPlaceFields | null | undefined;
  /** Notes: health information. */
  readonly notes?: string | null | undefined;
  /** Answers of the booking form: health information. */
  readonly answers?: readonly BookingAnswerFields[] | null | undefined;
  /** E-mail addresses of others who are invited. */
  readonly guests?: readonly string[] | null | undefined;
  /** When the client agreed to the keeping of health information; with `consent_terms` or not at all. */
  readonly consentGivenAt?: Date | Instant | null | undefined;
  /** What the client agreed to: the name or version of the text. */
  readonly consentTerms?: string | null | undefined;
  /** The hold that keeps the slot. */
  readonly hold?: string | null | undefined;
  /** In whose name: client (the default: the service's rules hold) or office. */
  readonly actingAs?: string | null | undefined;
  /** Whether the service tells the client: as_configured (the default) or suppress. */
  readonly notify?: string | null | undefined;
  /** What only one service knows, by the names its adapter documents; an unknown name is refused. */
  readonly options?: Readonly<{ [key: string]: string }> | null | undefined;
}

/** A caregiver to be created. The vendor sets the id, `updated_at`, and `pending` where no status is given. */
export class NewCaregiver extends PersonalRecord {
  /** Given name. */
  declare readonly firstName: string;
  /** Family name. */
  declare readonly lastName: string;
  /** E-mail address. */
  declare readonly email?: string | null | undefined;
  /** Telephone number. */
  declare readonly phone: string;
  /** Where the caregiver stands. */
  declare readonly status?: CaregiverStatus | null | undefined;
  /** Certifications held. */
  declare readonly certifications?: readonly Certification[] | undefined;
  /** Weekly availability in the agency's zone. */
  declare readonly availability?: readonly AvailabilityWindow[] | undefined;
  /** The ZIP code the caregiver works in. */
  declare readonly serviceArea?: string | null | undefined;
  /** The agency's rating of the work; higher is better. */
  declare readonly performanceRating?: number | null | undefined;
  /** The day of hiring. */
  declare readonly hireDate?: CalendarDate | null | undefined;
  /** The background check. */
  declare readonly backgroundCheckStatus?: BackgroundCheck | null | undefined;
  /** What the caregiver can do beyond the certifications. */
  declare readonly skills?: readonly string[] | undefined;
  /** Languages spoken, as BCP 47 tags. */
  declare readonly languages?: readonly string[] | undefined;
  /** Gender. */
  declare readonly gender?: Gender | null | undefined;
  /** The id in another system. */
  declare readonly externalId?: string | null | undefined;

  constructor(fields: NewCaregiverFields) {
    super(fields);
  }

  protected override shown(): object {
    return { status: this.status };
  }
}

/** The fields of {@link NewCaregiver}: what it is made of. */
export interface NewCaregiverFields {
  /** Given name. */
  readonly firstName: string;
  /** Family name. */
  readonly lastName: string;
  /** E-mail address. */
  readonly email?: string | null | undefined;
  /** Telephone number. */
  readonly phone: string;
  /** Where the caregiver stands. */
  readonly status?: CaregiverStatus | null | undefined;
  /** Certifications held. */
  readonly certifications?: readonly Certification[] | undefined;
  /** Weekly availability in the agency's zone. */
  readonly availability?: readonly AvailabilityWindow[] | undefined;
  /** The ZIP code the caregiver works in. */
  readonly serviceArea?: string | null | undefined;
  /** The agency's rating of the work; higher is better. */
  readonly performanceRating?: number | null | undefined;
  /** The day of hiring. */
  readonly hireDate?: CalendarDate | null | undefined;
  /** The background check. */
  readonly backgroundCheckStatus?: BackgroundCheck | null | undefined;
  /** What the caregiver can do beyond the certifications. */
  readonly skills?: readonly string[] | undefined;
  /** Languages spoken, as BCP 47 tags. */
  readonly languages?: readonly string[] | undefined;
  /** Gender. */
  readonly gender?: Gender | null | undefined;
  /** The id in another system. */
  readonly externalId?: string | null | undefined;
}

/** A client to be created. The vendor sets the id, `updated_at`, and `pending` where no status is given. */
export class NewClient extends PersonalRecord {
  /** Given name. */
  declare readonly firstName: string;
  /** Family name. */
  declare readonly lastName: string;
  /** E-mail address. */
  declare readonly email?: string | null | undefined;
  /** Telephone number. */
  declare readonly phone: string;
  /** Where care is given. */
  declare readonly address: AddressFields;
  /** Where the client stands. */
  declare readonly status?: ClientStatus | null | undefined;
  /** Whom to call when something happens. */
  declare readonly emergencyContacts?: readonly EmergencyContactFields[] | undefined;
  /** Who pays. */
  declare readonly payerSource?: Payer | null | undefined;
  /** Hours of care a week that the payer has authorised. */
  declare readonly authorizedHoursPerWeek?: number | null | undefined;
  /** The first day of care. */
  declare readonly startDate?: CalendarDate | null | undefined;
  /** The day care ended. */
  declare readonly dischargeDate?: CalendarDate | null | undefined;
  /** Where the client came from. */
  declare readonly referralSource?: string | null | undefined;
  /** The member of staff who coordinates the care. */
  declare readonly careCoordinator?: string | null | undefined;
  /** The language the client prefers, as a BCP 47 tag. */
  declare readonly preferredLanguage?: string | null | undefined;
  /** The caregiver's gender the client prefers. */
  declare readonly genderPreference?: Gender | null | undefined;
  /** The id in another system. */
  declare readonly externalId?: string | null | undefined;

  constructor(fields: NewClientFields) {
    super(fields);
  }

  protected override shown(): object {
    return { status: this.status };
  }
}

/** The fields of {@link NewClient}: what it is made of. */
export interface NewClientFields {
  /** Given name. */
  readonly firstName: string;
  /** Family name. */
  readonly lastName: string;
  /** E-mail address. */
  readonly email?: string | null | undefined;
  /** Telephone number. */
  readonly phone: string;
  /** Where care is given. */
  readonly address: AddressFields;
  /** Where the client stands. */
  readonly status?: ClientStatus | null | undefined;
  /** Whom to call when something happens. */
  readonly emergencyContacts?: readonly EmergencyContactFields[] | undefined;
  /** Who pays. */
  readonly payerSource?: Payer | null | undefined;
  /** Hours of care a week that the payer has authorised. */
  readonly authorizedHoursPerWeek?: number | null | undefined;
  /** The first day of care. */
  readonly startDate?: CalendarDate | null | undefined;
  /** The day care ended. */
  readonly dischargeDate?: CalendarDate | null | undefined;
  /** Where the client came from. */
  readonly referralSource?: string | null | undefined;
  /** The member of staff who coordinates the care. */
  readonly careCoordinator?: string | null | undefined;
  /** The language the client prefers, as a BCP 47 tag. */
  readonly preferredLanguage?: string | null | undefined;
  /** The caregiver's gender the client prefers. */
  readonly genderPreference?: Gender | null | undefined;
  /** The id in another system. */
  readonly externalId?: string | null | undefined;
}

/** A profile tag to be created, or what one is to become. */
export interface NewProfileTag {
  /** Its name. */
  readonly name: string;
  /** What it means. */
  readonly description?: string | null | undefined;
  /** What kind of tag it is. */
  readonly kind?: string | null | undefined;
}

/** A prospect to be created. The vendor sets the id, `updated_at`, and `new` where no status is given. */
export class NewProspect extends PersonalRecord {
  /** Given name. */
  declare readonly firstName: string;
  /** Family name. */
  declare readonly lastName: string;
  /** E-mail address. */
  declare readonly email?: string | null | undefined;
  /** Telephone number. */
  declare readonly phone: string;
  /** Where care would be given. */
  declare readonly address?: AddressFields | null | undefined;
  /** Where the prospect stands in the sales pipeline. */
  declare readonly status?: ProspectStatus | null | undefined;
  /** Where the prospect came from. */
  declare readonly referralSource?: string | null | undefined;
  /** Hours of care a week that are expected. */
  declare readonly estimatedHoursPerWeek?: number | null | undefined;
  /** Notes. */
  declare readonly notes?: string | null | undefined;
  /** The id in another system. */
  declare readonly externalId?: string | null | undefined;

  constructor(fields: NewProspectFields) {
    super(fields);
  }

  protected override shown(): object {
    return { status: this.status };
  }
}

/** The fields of {@link NewProspect}: what it is made of. */
export interface NewProspectFields {
  /** Given name. */
  readonly firstName: string;
  /** Family name. */
  readonly lastName: string;
  /** E-mail address. */
  readonly email?: string | null | undefined;
  /** Telephone number. */
  readonly phone: string;
  /** Where care would be given. */
  readonly address?: AddressFields | null | undefined;
  /** Where the prospect stands in the sales pipeline. */
  readonly status?: ProspectStatus | null | undefined;
  /** Where the prospect came from. */
  readonly referralSource?: string | null | undefined;
  /** Hours of care a week that are expected. */
  readonly estimatedHoursPerWeek?: number | null | undefined;
  /** Notes. */
  readonly notes?: string | null | undefined;
  /** The id in another system. */
  readonly externalId?: string | null | undefined;
}

/** A referral source to be created, or what one is to become. */
export interface NewReferralSource {
  /** Its name. */
  readonly name: string;
  /** The vendor's number of its kind. */
  readonly typeId?: number | null | undefined;
}

/** A note on a visit to be written. `Debug` does not show its words. */
export class NewTaskLog extends PersonalRecord {
  /** The title. */
  declare readonly title: string;
  /** The note. */
  declare readonly description: string;
  /** Whether what it speaks of was done. */
  declare readonly status: TaskStatus;
  /** A comment; required when it was not done. */
  declare readonly comment?: string | null | undefined;
  /** Whether the next caregiver is to read it. */
  declare readonly messageForNextCaregiver?: boolean | undefined;
  /** Whether the family is to see it. */
  declare readonly showInFamilyRoom?: boolean | undefined;
  /** When it was written. */
  declare readonly recorded: Date | Instant;

  constructor(fields: NewTaskLogFields) {
    super(fields);
  }

  protected override shown(): object {
    return { status: this.status };
  }
}

/** The fields of {@link NewTaskLog}: what it is made of. */
export interface NewTaskLogFields {
  /** The title. */
  readonly title: string;
  /** The note. */
  readonly description: string;
  /** Whether what it speaks of was done. */
  readonly status: TaskStatus;
  /** A comment; required when it was not done. */
  readonly comment?: string | null | undefined;
  /** Whether the next caregiver is to read it. */
  readonly messageForNextCaregiver?: boolean | undefined;
  /** Whether the family is to see it. */
  readonly showInFamilyRoom?: boolean | undefined;
  /** When it was written. */
  readonly recorded: Date | Instant;
}

/** What became of a note. Only `attached` is a success. */
export interface NoteOutcome {
  /**
   * attached: it is in the task log of `encounter_id`. no_encounter: the client has no visit in the window.
   * rejected: every encounter that was tried refused it. queued: WellSky failed, and the store keeps it under
   * `ticket`.
   */
  readonly outcome: string;
  /** The encounter that has the note. */
  readonly encounterId: string | null;
  /** How many encounters refused it. */
  readonly tried: number | null;
  /** What the last of them said, or what WellSky failed with. */
  readonly error: CareweaveError | null;
  /** What the store calls a note that is queued. */
  readonly ticket: string | null;
}

/**
 * One visit of a series. All occurrences of a recurring appointment share its id, so that an occurrence is named by
 * the series and its start together.
 *
 * As a [`ShiftId`] it is written `<series>@<start>`: `109000001@20260129T210000Z`.
 *
 * `` use careweave_wellsky_client::connect::Occurrence; let id =
 * careweave_wellsky_client::ShiftId::new("109000001@20260129T210000Z")?; let occurrence = Occurrence::of_shift(&id)?;
 * assert_eq!(occurrence.series.as_str(), "109000001"); assert_eq!(occurrence.shift_id()?, id); # Ok::<(),
 * careweave_wellsky_client::Error>(()) ``
 */
export interface Occurrence {
  /** The appointment. */
  readonly series: string;
  /** When this occurrence is to start. */
  readonly start: Instant;
}

/** A secret that was opened. */
export class OpenSecret extends PersonalRecord {
  /** One tenant's account at one source. */
  declare readonly connection: string;
  /** Which secret of it. */
  declare readonly name: string;
  /** The version, to be named when another is put in its place. */
  declare readonly version: number;
  /** The secret. */
  declare readonly secret: Uint8Array;

  constructor(fields: OpenSecretFields) {
    super(fields);
  }

  protected override shown(): object {
    return { connection: this.connection, name: this.name, version: this.version };
  }
}

/** The fields of {@link OpenSecret}: what it is made of. */
export interface OpenSecretFields {
  /** One tenant's account at one source. */
  readonly connection: string;
  /** Which secret of it. */
  readonly name: string;
  /** The version, to be named when another is put in its place. */
  readonly version: number;
  /** The secret. */
  readonly secret: Uint8Array;
}

/** An organization: the agency itself. */
export interface Organization {
  /** The vendor's id. */
  readonly id: string;
  /** Its name. */
  readonly name: string | null;
}

/** What became of everything that was queued. */
export interface OutboxCounts {
  /** Items ever queued: the sum of the others. */
  readonly enqueued: number;
  /** Items that wait. */
  readonly waiting: number;
  /** Items a worker has, or had when its claim ended. */
  readonly claimed: number;
  /** Items sent. */
  readonly done: number;
  /** Items given up. */
  readonly dead: number;
}

/** How an effect is to be queued. */
export interface OutboxDispatch {
  /** What it must keep its order with: the opaque id of a client or a shift. */
  readonly lane: string;
  /** Not before this instant; the present by default. */
  readonly dueAt?: Date | Instant | null | undefined;
  /** 0 to 255, 0 by default: the higher one goes first, between lanes. */
  readonly priority?: number | null | undefined;
}

/** One queued effect. */
export interface OutboxItem {
  /** Its number, growing in the order of queueing. */
  readonly number: number;
  /** The id of the effect to be sent. */
  readonly effectId: string;
  /** What it keeps its order with. */
  readonly lane: string;
  /** The higher one goes first, between lanes. */
  readonly priority: number;
  /** waiting, claimed, done, dead. */
  readonly state: string;
  /** Not before this instant. */
  readonly dueAt: Instant;
  /** Attempts used up since it was queued or redriven. */
  readonly attempts: number;
  /** How often it went back unsent through no fault of its own. */
  readonly deferrals: number;
  /** The number of its last claim. */
  readonly fence: number;
  /** The worker that claimed it, while claimed. */
  readonly holder: string | null;
  /** When the claim ends by itself, while claimed. */
  readonly claimedUntil: Instant | null;
  /** When the first attempt that counts began. */
  readonly beganAt: Instant | null;
  /** Why it last went back, or is dead: a code. */
  readonly reason: string | null;
  /** When it was queued. */
  readonly enqueuedAt: Instant;
  /** When it last changed. */
  readonly updatedAt: Instant;
}

/** What became of one item of a report of several. */
export interface CompletedItem {
  /** The number of the item. */
  readonly number: number;
  /** The item, when it is done. */
  readonly item: OutboxItem | null;
  /** Why it is not: it is not claimed under this fence (any more), or its number was never given. */
  readonly error: CareweaveError | null;
}

/** What queueing found. */
export interface EnqueuedEffect {
  /** True when this call recorded the effect. */
  readonly isNew: boolean;
  /** The effect. */
  readonly effect: Effect;
  /** Its item; one that was there before is as it was. */
  readonly item: OutboxItem;
}

/** What ended alike. */
export interface OutcomeCount {
  /** As in `AttemptCount`. */
  readonly outcome: string;
  /** How many. */
  readonly count: number;
}

/** What became of the records of a page. The counts add up to the records. */
export interface PageReport {
  /** Seen for the first time. */
  readonly new: number;
  /** With other content than before. */
  readonly changed: number;
  /** As before: nothing was written about them. */
  readonly same: number;
  /** Of an earlier version than is known, or given another id since. */
  readonly older: number;
  /** Twice in the page with different contents and no version to tell which is later. */
  readonly ambiguous: number;
}

/** An activity in a client's care plan. */
export class PlannedActivity extends PersonalRecord {
  /** Which; the agency's activities have their ids. */
  declare readonly activityId: string;
  /** What is to be done. */
  declare readonly description: string;
  /** How far it has come: scheduled, not-started, in-progress, completed. */
  declare readonly status: ActivityStatus;

  constructor(fields: PlannedActivityFields) {
    super(fields);
  }

  protected override shown(): object {
    return { status: this.status, activityId: this.activityId };
  }
}

/** The fields of {@link PlannedActivity}: what it is made of. */
export interface PlannedActivityFields {
  /** Which; the agency's activities have their ids. */
  readonly activityId: string;
  /** What is to be done. */
  readonly description: string;
  /** How far it has come: scheduled, not-started, in-progress, completed. */
  readonly status: ActivityStatus;
}

/** What planning found. */
export interface PlannedEffect {
  /** True when this call recorded it; else it was there, and this is how far it got. */
  readonly isNew: boolean;
  /** The effect. */
  readonly effect: Effect;
}

/** A change that was decided on. Contents are shown as digests. */
export interface PlannedRow {
  /** The opaque id of the record. */
  readonly reference: string;
  /** The path of the field; empty for the whole record. */
  readonly field: string;
  /** create, update, delete. */
  readonly action: string;
  /** The digest of the content it had; nothing for none. */
  readonly before: string | null;
  /** The digest of the content it is to have. */
  readonly after: string | null;
  /** Why, as a code: changed_there. */
  readonly reason: string;
}

/** A subject that could not be read or taken. */
export interface PollFailure {
  /** Which: its id, or the name of the reading. */
  readonly subject: string;
  /** Why. */
  readonly error: CareweaveError;
}

/** What one reading of a poll did. */
export interface Polled {
  /** patients, practitioners, related_persons, shifts. */
  readonly sweep: string;
  /** Everything was read from here on; nothing when everything there is was read. */
  readonly since: Instant | null;
  /** True when everything was read and taken. Otherwise the same is read again soon. */
  readonly complete: boolean;
  /** How many records the reading had. */
  readonly read: number;
  /** How many differed and were taken. */
  readonly changed: number;
  /** How many are gone. */
  readonly gone: number;
  /** How many a list that counted itself complete lacked, and that are there all the same. */
  readonly overlooked: number;
  /** What could not be read or taken. */
  readonly failures: readonly PollFailure[];
}

/**
 * A place on the earth, in degrees (WGS 84). It has no default: a clock-in without a place is not one at 0, 0.
 *
 * `` use careweave_wellsky_client::connect::Position; assert!(Position::new(39.74, -104.99).is_ok());
 * assert!(Position::new(0.0, 0.0).is_err()); assert!(Position::new(91.0, 0.0).is_err()); ``
 *
 * ``compile_fail let nowhere = careweave_wellsky_client::connect::Position::default(); ``
 */
export class Position extends PersonalRecord {
  /** Degrees north. */
  declare readonly latitude: number;
  /** Degrees east. */
  declare readonly longitude: number;

  constructor(fields: PositionFields) {
    super(fields);
  }

  protected override shown(): object {
    return {};
  }
}

/** The fields of {@link Position}: what it is made of. */
export interface PositionFields {
  /** Degrees north. */
  readonly latitude: number;
  /** Degrees east. */
  readonly longitude: number;
}

/** A postal address as Connect has it. */
export class PostalAddress extends PersonalRecord {
  /** What the address is for; `home` is where care is given. */
  declare readonly purpose: string | null;
  /** Street and number, then apartment or suite. */
  declare readonly line: readonly string[];
  /** City. */
  declare readonly city: string | null;
  /** State in two letters. */
  declare readonly state: string | null;
  /** ZIP code. */
  declare readonly postalCode: string | null;

  constructor(fields: PostalAddressFields) {
    super(fields);
  }

  protected override shown(): object {
    return {};
  }
}

/** The fields of {@link PostalAddress}: what it is made of. */
export interface PostalAddressFields {
  /** What the address is for; `home` is where care is given. */
  readonly purpose: string | null;
  /** Street and number, then apartment or suite. */
  readonly line: readonly string[];
  /** City. */
  readonly city: string | null;
  /** State in two letters. */
  readonly state: string | null;
  /** ZIP code. */
  readonly postalCode: string | null;
}

/** An amount. */
export interface Price {
  /** The amount in minor units: cents, centavos. */
  readonly minor: number;
  /** The ISO 4217 code of the currency. */
  readonly currency: string;
}

/** One client's appointment at a scheduling service. */
export class Booking extends PersonalRecord {
  /** The service's id. */
  declare readonly id: string;
  /** The service. */
  declare readonly provider: string;
  /** The connected account, as the host names it. */
  declare readonly integration: string;
  /** What it belongs to: a class, a group event, a recurring event. */
  declare readonly group: string | null;
  /** When it starts. */
  declare readonly start: Instant;
  /** When it ends. */
  declare readonly end: Instant;
  /** Where the end comes from: wire, duration, segments. */
  declare readonly endSource: string;
  /** The IANA zone it is read in. */
  declare readonly zone: string;
  /** Where the zone comes from: appointment, calendar, account, config. */
  declare readonly zoneSource: string;
  /** The wall clock at the start with the offset the service meant, as RFC 3339. */
  declare readonly localStart: string;
  /** A date without a time of day. */
  declare readonly allDay: boolean;
  /**
   * Where it stands: scheduled, confirmed, completed, cancelled, no_show, rescheduled, or a word of the service's
   * own.
   */
  declare readonly status: string;
  /** What stood on the wire. */
  declare readonly statusRaw: string;
  /** True when the service did not say so and the time that has passed did. */
  declare readonly statusInferred: boolean;
  /** True when somebody still has to accept it. */
  declare readonly pending: boolean;
  /** True when the client has arrived and waits. */
  declare readonly arrived: boolean;
  /** By whom it was called off: host, client, system, unknown. */
  declare readonly cancelledBy: string | null;
  /** Why it was called off, in somebody's own words. */
  declare readonly cancellationReason: string | null;
  /** When it was called off. */
  declare readonly cancelledAt: Instant | null;
  /** The record it took the place of. */
  declare readonly rescheduleOf: string | null;
  /** The record that took its place. */
  declare readonly rescheduledTo: string | null;
  /** When it was to start before it was moved in place, as far as careweave saw it. */
  declare readonly previousStart: Instant | null;
  /** What kind it is. */
  declare readonly appointmentType: string | null;
  /** The name of its kind, where the service says it beside the id. */
  declare readonly appointmentTypeName: string | null;
  /** With whom; several where several hosts take part. */
  declare readonly calendars: readonly BookingCalendarRef[];
  /** Where. */
  declare readonly place: BookingPlace;
  /** For whom. */
  declare readonly client: BookingClient | null;
  /** Notes: health information. */
  declare readonly notes: string | null;
  /** Answers of the booking form: health information. */
  declare readonly answers: readonly BookingAnswer[];
  /** What it costs. */
  declare readonly price: Price | null;
  /** Where it is managed. None of these addresses is ever made up here. */
  declare readonly manageLink: string | null;
  /** Where it is rescheduled. */
  declare readonly rescheduleLink: string | null;
  /** Where it is cancelled. */
  declare readonly cancelLink: string | null;
  /** Where it is shown. */
  declare readonly publicLink: string | null;
  /** What changes when the record does. Opaque: compare it, and pass it back as `expected`. */
  declare readonly version: string;
  /** When it was booked. */
  declare readonly createdAt: Instant | null;
  /** When it was last changed. */
  declare readonly updatedAt: Instant | null;
  /** What the service sent for it, as text. It holds all that is personal: encrypt it where it is stored. */
  declare readonly raw: string | null;

  constructor(fields: BookingFields) {
    super(fields);
  }

  protected override shown(): object {
    return { id: this.id, status: this.status, integration: this.integration, group: this.group, rescheduleOf: this.rescheduleOf, rescheduledTo: this.rescheduledTo, appointmentType: this.appointmentType };
  }
}

/** The fields of {@link Booking}: what it is made of. */
export interface BookingFields {
  /** The service's id. */
  readonly id: string;
  /** The service. */
  readonly provider: string;
  /** The connected account, as the host names it. */
  readonly integration: string;
  /** What it belongs to: a class, a group event, a recurring event. */
  readonly group: string | null;
  /** When it starts. */
  readonly start: Instant;
  /** When it ends. */
  readonly end: Instant;
  /** Where the end comes from: wire, duration, segments. */
  readonly endSource: string;
  /** The IANA zone it is read in. */
  readonly zone: string;
  /** Where the zone comes from: appointment, calendar, account, config. */
  readonly zoneSource: string;
  /** The wall clock at the start with the offset the service meant, as RFC 3339. */
  readonly localStart: string;
  /** A date without a time of day. */
  readonly allDay: boolean;
  /**
   * Where it stands: scheduled, confirmed, completed, cancelled, no_show, rescheduled, or a word of the service's
   * own.
   */
  readonly status: string;
  /** What stood on the wire. */
  readonly statusRaw: string;
  /** True when the service did not say so and the time that has passed did. */
  readonly statusInferred: boolean;
  /** True when somebody still has to accept it. */
  readonly pending: boolean;
  /** True when the client has arrived and waits. */
  readonly arrived: boolean;
  /** By whom it was called off: host, client, system, unknown. */
  readonly cancelledBy: string | null;
  /** Why it was called off, in somebody's own words. */
  readonly cancellationReason: string | null;
  /** When it was called off. */
  readonly cancelledAt: Instant | null;
  /** The record it took the place of. */
  readonly rescheduleOf: string | null;
  /** The record that took its place. */
  readonly rescheduledTo: string | null;
  /** When it was to start before it was moved in place, as far as careweave saw it. */
  readonly previousStart: Instant | null;
  /** What kind it is. */
  readonly appointmentType: string | null;
  /** The name of its kind, where the service says it beside the id. */
  readonly appointmentTypeName: string | null;
  /** With whom; several where several hosts take part. */
  readonly calendars: readonly BookingCalendarRef[];
  /** Where. */
  readonly place: BookingPlace;
  /** For whom. */
  readonly client: BookingClient | null;
  /** Notes: health information. */
  readonly notes: string | null;
  /** Answers of the booking form: health information. */
  readonly answers: readonly BookingAnswer[];
  /** What it costs. */
  readonly price: Price | null;
  /** Where it is managed. None of these addresses is ever made up here. */
  readonly manageLink: string | null;
  /** Where it is rescheduled. */
  readonly rescheduleLink: string | null;
  /** Where it is cancelled. */
  readonly cancelLink: string | null;
  /** Where it is shown. */
  readonly publicLink: string | null;
  /** What changes when the record does. Opaque: compare it, and pass it back as `expected`. */
  readonly version: string;
  /** When it was booked. */
  readonly createdAt: Instant | null;
  /** When it was last changed. */
  readonly updatedAt: Instant | null;
  /** What the service sent for it, as text. It holds all that is personal: encrypt it where it is stored. */
  readonly raw: string | null;
}

/** A record that is new or different. */
export class BookingChange extends PersonalRecord {
  /** new, changed, moved_away. */
  declare readonly kind: string;
  /** The record as it is now. */
  declare readonly booking: Booking;

  constructor(fields: BookingChangeFields) {
    super(fields);
  }

  protected override shown(): object {
    return {};
  }
}

/** The fields of {@link BookingChange}: what it is made of. */
export interface BookingChangeFields {
  /** new, changed, moved_away. */
  readonly kind: string;
  /** The record as it is now. */
  readonly booking: Booking;
}

/** A kind of appointment that can be booked. */
export class BookingType extends PersonalRecord {
  /** The service's id. */
  declare readonly id: string;
  /** Its name, as the service has it. */
  declare readonly name: string;
  /** How long it takes, in minutes. */
  declare readonly durationMinutes: number;
  /** Minutes kept free before the start. */
  declare readonly beforeMinutes: number;
  /** Minutes kept free after the end. */
  declare readonly afterMinutes: number;
  /** What it costs. */
  declare readonly price: Price | null;
  /** How many meet whom: service, class, series, group, round_robin, collective. */
  declare readonly kind: string;
  /** Whether it can be booked. */
  declare readonly active: boolean;
  /** The calendars it can be booked with; empty where the service does not say. */
  declare readonly calendars: readonly string[];
  /** What the booking form asks. */
  declare readonly questions: readonly BookingQuestion[];
  /** Where a person books it. */
  declare readonly bookingLink: string | null;
  /** The version a booking has to name at services that want one. */
  declare readonly versionToken: string | null;

  constructor(fields: BookingTypeFields) {
    super(fields);
  }

  protected override shown(): object {
    return { id: this.id };
  }
}

/** The fields of {@link BookingType}: what it is made of. */
export interface BookingTypeFields {
  /** The service's id. */
  readonly id: string;
  /** Its name, as the service has it. */
  readonly name: string;
  /** How long it takes, in minutes. */
  readonly durationMinutes: number;
  /** Minutes kept free before the start. */
  readonly beforeMinutes: number;
  /** Minutes kept free after the end. */
  readonly afterMinutes: number;
  /** What it costs. */
  readonly price: Price | null;
  /** How many meet whom: service, class, series, group, round_robin, collective. */
  readonly kind: string;
  /** Whether it can be booked. */
  readonly active: boolean;
  /** The calendars it can be booked with; empty where the service does not say. */
  readonly calendars: readonly string[];
  /** What the booking form asks. */
  readonly questions: readonly BookingQuestion[];
  /** Where a person books it. */
  readonly bookingLink: string | null;
  /** The version a booking has to name at services that want one. */
  readonly versionToken: string | null;
}

/** A write that is done, with the appointment as it stands after it. */
export class BookingWritten extends PersonalRecord {
  /** The appointment. */
  declare readonly booking: Booking;
  /** created, changed, replaced: by this call. already_done: by an earlier attempt or by somebody else. */
  declare readonly effect: string;
  /** The record that is called off now, where a new one took its place. */
  declare readonly oldId: string | null;
  /** The record that stands, where it took an old one's place. */
  declare readonly newId: string | null;

  constructor(fields: BookingWrittenFields) {
    super(fields);
  }

  protected override shown(): object {
    return { oldId: this.oldId, newId: this.newId };
  }
}

/** The fields of {@link BookingWritten}: what it is made of. */
export interface BookingWrittenFields {
  /** The appointment. */
  readonly booking: Booking;
  /** created, changed, replaced: by this call. already_done: by an earlier attempt or by somebody else. */
  readonly effect: string;
  /** The record that is called off now, where a new one took its place. */
  readonly oldId: string | null;
  /** The record that stands, where it took an old one's place. */
  readonly newId: string | null;
}

/** A profile tag: a certification, a skill, a language. The vendor offers no list of them. */
export interface ProfileTag {
  /** The vendor's id. */
  readonly id: string;
  /** Its name: `CNA`. */
  readonly name: string | null;
  /** What it means. */
  readonly description: string | null;
  /** What kind of tag it is. */
  readonly kind: string | null;
}

/** A client to be. */
export class Prospect extends PersonalRecord {
  /** The vendor's id. */
  declare readonly id: string;
  /** Given name. */
  declare readonly firstName: string;
  /** Family name. */
  declare readonly lastName: string;
  /** E-mail address. */
  declare readonly email: string | null;
  /** Telephone number. */
  declare readonly phone: string;
  /** Where care would be given. */
  declare readonly address: Address | null;
  /** Where the prospect stands in the sales pipeline. */
  declare readonly status: ProspectStatus;
  /** Where the prospect came from. */
  declare readonly referralSource: string | null;
  /** Hours of care a week that are expected. */
  declare readonly estimatedHoursPerWeek: number | null;
  /** Notes. */
  declare readonly notes: string | null;
  /** The id in another system. */
  declare readonly externalId: string | null;
  /** The client this prospect became. */
  declare readonly convertedClientId: string | null;
  /** When the record last changed. */
  declare readonly updatedAt: Instant;

  constructor(fields: ProspectFields) {
    super(fields);
  }

  protected override shown(): object {
    return { id: this.id, status: this.status, convertedClientId: this.convertedClientId };
  }
}

/** The fields of {@link Prospect}: what it is made of. */
export interface ProspectFields {
  /** The vendor's id. */
  readonly id: string;
  /** Given name. */
  readonly firstName: string;
  /** Family name. */
  readonly lastName: string;
  /** E-mail address. */
  readonly email: string | null;
  /** Telephone number. */
  readonly phone: string;
  /** Where care would be given. */
  readonly address: Address | null;
  /** Where the prospect stands in the sales pipeline. */
  readonly status: ProspectStatus;
  /** Where the prospect came from. */
  readonly referralSource: string | null;
  /** Hours of care a week that are expected. */
  readonly estimatedHoursPerWeek: number | null;
  /** Notes. */
  readonly notes: string | null;
  /** The id in another system. */
  readonly externalId: string | null;
  /** The client this prospect became. */
  readonly convertedClientId: string | null;
  /** When the record last changed. */
  readonly updatedAt: Instant;
}

/** A prospect that became a client. */
export class ConvertedProspect extends PersonalRecord {
  /** The new client. */
  declare readonly client: Client;
  /** The prospect as it stands now. */
  declare readonly prospect: Prospect;

  constructor(fields: ConvertedProspectFields) {
    super(fields);
  }

  protected override shown(): object {
    return {};
  }
}

/** The fields of {@link ConvertedProspect}: what it is made of. */
export interface ConvertedProspectFields {
  /** The new client. */
  readonly client: Client;
  /** The prospect as it stands now. */
  readonly prospect: Prospect;
}

/** What changes in a prospect; only what is named is sent. */
export class ProspectPatch extends PersonalRecord {
  /** Given name; cannot be emptied. Left out, it is kept; `null` empties it. */
  declare readonly firstName?: string | null | undefined;
  /** Family name; cannot be emptied. Left out, it is kept; `null` empties it. */
  declare readonly lastName?: string | null | undefined;
  /** E-mail address. Left out, it is kept; `null` empties it. */
  declare readonly email?: string | null | undefined;
  /** Telephone number; cannot be emptied. Left out, it is kept; `null` empties it. */
  declare readonly phone?: string | null | undefined;
  /** Where care would be given. Left out, it is kept; `null` empties it. */
  declare readonly address?: AddressFields | null | undefined;
  /** Where the prospect stands in the sales pipeline; cannot be emptied. Left out, it is kept; `null` empties it. */
  declare readonly status?: ProspectStatus | null | undefined;
  /** Where the prospect came from. Left out, it is kept; `null` empties it. */
  declare readonly referralSource?: string | null | undefined;
  /** Hours of care a week that are expected. Left out, it is kept; `null` empties it. */
  declare readonly estimatedHoursPerWeek?: number | null | undefined;
  /** Notes. Left out, it is kept; `null` empties it. */
  declare readonly notes?: string | null | undefined;
  /** The id in another system. Left out, it is kept; `null` empties it. */
  declare readonly externalId?: string | null | undefined;

  constructor(fields: ProspectPatchFields) {
    super(fields);
  }

  protected override shown(): object {
    return { status: this.status };
  }
}

/** The fields of {@link ProspectPatch}: what it is made of. */
export interface ProspectPatchFields {
  /** Given name; cannot be emptied. Left out, it is kept; `null` empties it. */
  readonly firstName?: string | null | undefined;
  /** Family name; cannot be emptied. Left out, it is kept; `null` empties it. */
  readonly lastName?: string | null | undefined;
  /** E-mail address. Left out, it is kept; `null` empties it. */
  readonly email?: string | null | undefined;
  /** Telephone number; cannot be emptied. Left out, it is kept; `null` empties it. */
  readonly phone?: string | null | undefined;
  /** Where care would be given. Left out, it is kept; `null` empties it. */
  readonly address?: AddressFields | null | undefined;
  /** Where the prospect stands in the sales pipeline; cannot be emptied. Left out, it is kept; `null` empties it. */
  readonly status?: ProspectStatus | null | undefined;
  /** Where the prospect came from. Left out, it is kept; `null` empties it. */
  readonly referralSource?: string | null | undefined;
  /** Hours of care a week that are expected. Left out, it is kept; `null` empties it. */
  readonly estimatedHoursPerWeek?: number | null | undefined;
  /** Notes. Left out, it is kept; `null` empties it. */
  readonly notes?: string | null | undefined;
  /** The id in another system. Left out, it is kept; `null` empties it. */
  readonly externalId?: string | null | undefined;
}

/** The account the credentials belong to. */
export class ProviderAccount extends PersonalRecord {
  /** The service. */
  declare readonly provider: string;
  /** The service's id of the account. */
  declare readonly accountId: string;
  /** The name of the account: often a person's. */
  declare readonly displayName: string;
  /** The address the account is reached at. */
  declare readonly email: string | null;
  /** The IANA zone the account keeps its times in. */
  declare readonly defaultZone: string;
  /** The plan in the service's words. */
  declare readonly plan: string | null;
  /** True when health information may be given to the service. */
  declare readonly healthInformationAllowed: boolean;

  constructor(fields: ProviderAccountFields) {
    super(fields);
  }

  protected override shown(): object {
    return { provider: this.provider };
  }
}

/** The fields of {@link ProviderAccount}: what it is made of. */
export interface ProviderAccountFields {
  /** The service. */
  readonly provider: string;
  /** The service's id of the account. */
  readonly accountId: string;
  /** The name of the account: often a person's. */
  readonly displayName: string;
  /** The address the account is reached at. */
  readonly email: string | null;
  /** The IANA zone the account keeps its times in. */
  readonly defaultZone: string;
  /** The plan in the service's words. */
  readonly plan: string | null;
  /** True when health information may be given to the service. */
  readonly healthInformationAllowed: boolean;
}

/** What a provider can do, with its limits. Nothing is sent to find out. */
export interface ProviderCapabilities {
  /** The service. */
  readonly provider: string;
  /**
   * Every capability by its name (slots, cancel, slot_hold), and how far it goes: native, partial, emulated,
   * unproven, unsupported. A call for what is unsupported fails before anything is sent.
   */
  readonly capabilities: Readonly<{ [key: string]: string }>;
  /** The longest range one request for appointments may have, in days. */
  readonly listDays: number | null;
  /** The most records one answer has. */
  readonly pageSize: number | null;
  /** The longest range one request for slots may have, in days. */
  readonly slotDays: number | null;
  /** The longest range one request for busy time may have, in days. */
  readonly busyDays: number | null;
  /** The most webhooks one account may have. */
  readonly webhooks: number | null;
  /** The most bookings in one minute. */
  readonly createsPerMinute: number | null;
  /** What has to hold before the service gets health information: inside, by_agreement, by_consent, not_by_default. */
  readonly healthInformationRule: string;
  /** True when health information may be given to the service. */
  readonly healthInformationAllowed: boolean;
  /** True when every booking needs the client's consent. */
  readonly needsConsent: boolean;
  /** Who may write notes when booking: anyone, office_only, never. */
  readonly notesOnCreate: string;
  /**
   * How webhooks are signed: none, hmac_body, hmac_time_and_body, hmac_address_and_body, hmac_body_hex,
   * shared_token.
   */
  readonly webhookSignature: string;
}

/** One thing a service said has happened. */
export class ProviderEvent extends PersonalRecord {
  /** What tells it from every other event, and the same for every delivery of it. */
  declare readonly deliveryKey: string;
  /**
   * What happened: created, updated, rescheduled, cancelled, no_show, no_show_reverted, confirmed, rejected,
   * type_changed, ping.
   */
  declare readonly kind: string;
  /** The record it happened to; what happened to a kind of appointment names that instead. */
  declare readonly appointmentId: string;
  /** The service. */
  declare readonly provider: string;
  /** The connected account. */
  declare readonly integration: string;
  /** When it happened, where the service says. */
  declare readonly occurredAt: Instant | null;
  /** When it was received. */
  declare readonly receivedAt: Instant;
  /** The appointment, where the delivery brings it. */
  declare readonly booking: Booking | null;
  /** True when the truth has to be fetched. */
  declare readonly needsRefetch: boolean;
  /**
   * How the sender proved itself, in the words of `webhook_signature`; nothing when the service proves nothing:
   * fetch what the event names before believing any of it.
   */
  declare readonly verifiedBy: string | null;
  /** When it was signed, where the service signs that. */
  declare readonly sentAt: Instant | null;
  /** The record this one took the place of. */
  declare readonly oldId: string | null;
  /** The record that took this one's place. */
  declare readonly newId: string | null;

  constructor(fields: ProviderEventFields) {
    super(fields);
  }

  protected override shown(): object {
    return { kind: this.kind, appointmentId: this.appointmentId, integration: this.integration, oldId: this.oldId, newId: this.newId };
  }
}

/** The fields of {@link ProviderEvent}: what it is made of. */
export interface ProviderEventFields {
  /** What tells it from every other event, and the same for every delivery of it. */
  readonly deliveryKey: string;
  /**
   * What happened: created, updated, rescheduled, cancelled, no_show, no_show_reverted, confirmed, rejected,
   * type_changed, ping.
   */
  readonly kind: string;
  /** The record it happened to; what happened to a kind of appointment names that instead. */
  readonly appointmentId: string;
  /** The service. */
  readonly provider: string;
  /** The connected account. */
  readonly integration: string;
  /** When it happened, where the service says. */
  readonly occurredAt: Instant | null;
  /** When it was received. */
  readonly receivedAt: Instant;
  /** The appointment, where the delivery brings it. */
  readonly booking: Booking | null;
  /** True when the truth has to be fetched. */
  readonly needsRefetch: boolean;
  /**
   * How the sender proved itself, in the words of `webhook_signature`; nothing when the service proves nothing:
   * fetch what the event names before believing any of it.
   */
  readonly verifiedBy: string | null;
  /** When it was signed, where the service signs that. */
  readonly sentAt: Instant | null;
  /** The record this one took the place of. */
  readonly oldId: string | null;
  /** The record that took this one's place. */
  readonly newId: string | null;
}

/** A webhook the service knows. */
export class ProviderWebhook extends PersonalRecord {
  /** The service's id. */
  declare readonly id: string;
  /** Where it delivers: whoever knows the address can deliver to it. */
  declare readonly target: string;
  /** What it is told about: created, updated, rescheduled, cancelled, no_show, type_changed. */
  declare readonly topics: readonly string[];
  /** How it is doing: active, retrying, disabled. */
  declare readonly state: string;
  /** When it was made. */
  declare readonly createdAt: Instant | null;
  /** Since when deliveries fail, where the service says. */
  declare readonly failingSince: Instant | null;
  /** When it lapses, at services whose webhooks do. */
  declare readonly expiresAt: Instant | null;

  constructor(fields: ProviderWebhookFields) {
    super(fields);
  }

  protected override shown(): object {
    return { id: this.id, state: this.state };
  }
}

/** The fields of {@link ProviderWebhook}: what it is made of. */
export interface ProviderWebhookFields {
  /** The service's id. */
  readonly id: string;
  /** Where it delivers: whoever knows the address can deliver to it. */
  readonly target: string;
  /** What it is told about: created, updated, rescheduled, cancelled, no_show, type_changed. */
  readonly topics: readonly string[];
  /** How it is doing: active, retrying, disabled. */
  readonly state: string;
  /** When it was made. */
  readonly createdAt: Instant | null;
  /** Since when deliveries fail, where the service says. */
  readonly failingSince: Instant | null;
  /** When it lapses, at services whose webhooks do. */
  readonly expiresAt: Instant | null;
}

/** What went, or would go. */
export interface PurgeReport {
  /** How much of what, for everything that has a rule. */
  readonly counts: Readonly<{ [key: string]: number }>;
  /** True when the limit was reached: there may be more. */
  readonly more: boolean;
}

/** What is to be read next: from `start` on, inclusive, up to and without `end`. */
export interface ReadWindow {
  /** The beginning; nothing: the beginning of everything. */
  readonly start: Instant | null;
  /** The end, which becomes the cursor's `high` when all of it is stored. */
  readonly end: Instant;
}

/** One record of another system, by name. */
export interface RecordName {
  /** One tenant's account at one source: `"wellsky/agency-1"`. */
  readonly connection: string;
  /** The kind of record, as a code. */
  readonly kind: string;
  /** The id of the record there. */
  readonly externalId: string;
}

/** A hold that stands. */
export interface LegalHold {
  /** Its number: it grows in the order of placing. */
  readonly number: number;
  /** The person. */
  readonly token: string;
  /** The chain of the audit log. */
  readonly chain: string;
  /** What it is kept for. */
  readonly matter: string;
  /** Their id here. */
  readonly localId: number | null;
  /** The records that are named. */
  readonly references: readonly RecordName[];
  /** The subjects of messages that are named. */
  readonly announced: readonly MessageSubject[];
  /** Who placed it first. */
  readonly actor: string;
  /** When it was placed first. */
  readonly placedAt: Instant;
}

/** Which fields of a record count, and how. Without one every byte counts. */
export interface RecordProjection {
  /** 1 or more; raise it when fields change. */
  readonly version: number;
  /** The fields that count, by their paths: `"address.city"`. */
  readonly fields?: readonly string[] | undefined;
  /** Fields whose lists have no order. */
  readonly sets?: readonly string[] | null | undefined;
  /** True when null says something else than a field that is missing. */
  readonly nullsAreDistinct?: boolean | null | undefined;
}

/** What came of an item that waited. */
export interface Redelivered {
  /** Which. */
  readonly ticket: string;
  /** The key it is written under. */
  readonly idempotencyKey: string;
  /**
   * attached: the note is in the task log of `encounter_id`. filed: the document is there. found: an earlier attempt
   * had landed, and nothing was sent. waiting: not written, and tried again later. in_doubt: it may have been
   * written, and is looked for before anything is sent again. no_encounter, refused: given up, a person has to see to
   * it.
   */
  readonly outcome: string;
  /** The encounter that has the note. */
  readonly encounterId: string | null;
  /** The document's id. */
  readonly documentId: string | null;
  /** Of what was found: the id of the encounter or of the document. */
  readonly foundId: string | null;
  /** Why it waits, or was refused. */
  readonly error: CareweaveError | null;
}

/** Where clients come from. */
export interface ReferralSource {
  /** The vendor's id. */
  readonly id: string;
  /** Its name. */
  readonly name: string | null;
  /** The vendor's number of its kind: 14 is a hospital, 22 word of mouth. */
  readonly typeId: string | null;
}

/** What became of the credentials. */
export interface RefreshedCredentials {
  /** renewed, or lasting: they do not expire. */
  readonly state: string;
  /** How long they hold, where the service says. */
  readonly expiresAt: Instant | null;
}

/** A change the gate did not let through. */
export interface RefusedChange {
  /** The opaque id of the record. */
  readonly reference: string;
  /** What would have been done. */
  readonly operation: string;
  /** The level that forbids it. */
  readonly level: string;
}

/** What a run of a flow came to. It names records by opaque ids and holds no personal data. */
export interface FlowReport {
  /** The flow: appointments, sales. */
  readonly flow: string;
  /** Whether it was to write nothing. */
  readonly dryRun: boolean;
  /** How many records were read. */
  readonly read: number;
  /** How many of them were as before. */
  readonly unchanged: number;
  /** How many changes were written, and seen to be there. */
  readonly written: number;
  /** How many changes were there already. */
  readonly already: number;
  /** How many records wait for something of their own: a signature, a date. */
  readonly waiting: number;
  /** How many fields are in conflict and wait for a person. */
  readonly conflicts: number;
  /** Every change that was decided on, in the order of deciding. */
  readonly planned: readonly PlannedRow[];
  /** Changes the gate refused to let through. */
  readonly refused: readonly RefusedChange[];
  /** Changes of which nobody knows yet whether they happened. The next run looks. */
  readonly inDoubt: readonly DoubtfulChange[];
  /** Records and changes that failed. */
  readonly failed: readonly FailedChange[];
  /**
   * How old the oldest change was that was not carried over before this run, in seconds; nothing when there was
   * none.
   */
  readonly lagSeconds: number | null;
  /** How long the run took, in seconds. */
  readonly durationSeconds: number;
}

/** What a related person is to the client: codes such as `SON`, `DAU`, `NBOR`. */
export interface Relationship {
  /** The codes and their words. */
  readonly coding: readonly Coding[];
}

/** How long something is kept after it ended. */
export interface RetentionRule {
  /**
   * messages: settled ones. tombstones: records that are gone, 35 days at least. conflicts: closed ones. attempts:
   * logs of the attempts at effects that ended. audit_sealed: sealed bytes of audit entries.
   */
  readonly kept: string;
  /** For how long, in seconds; at most ten years. */
  readonly keepSeconds: number;
}

/** When a failed item is tried again: after a random part of a span that doubles. */
export interface RetrySchedule {
  /** The span after the first attempt, in seconds. */
  readonly baseSeconds: number;
  /** The longest span. */
  readonly capSeconds: number;
  /** How long after the first attempt the last may begin. */
  readonly horizonSeconds: number;
  /** How many attempts there are. */
  readonly maxAttempts: number;
}

/** Everything about a sales flow that an agency may have otherwise. */
export interface SalesMaps {
  /** The status in WellSky of every stage of the CRM. */
  readonly statuses: Readonly<{ [key: string]: string }>;
  /** The stage a deal takes for a status that was set in WellSky; it maps to that status. */
  readonly stages: Readonly<{ [key: string]: string }>;
  /** From each status the ones that may follow. */
  readonly moves: Readonly<{ [key: string]: readonly string[] }>;
  /**
   * The fields that are shared (name, email, phone, address, status, referral_source, hours, notes), and who has the
   * say: crm, wellsky, either. Two changes of a field that either may change are a conflict for a person.
   */
  readonly owners: Readonly<{ [key: string]: string }>;
  /** How hours that are not whole are rounded: nearest, down, up. */
  readonly rounding: string;
  /** What stands for the given name of somebody whose name cannot be split. */
  readonly unsplitFirstName: string;
  /**
   * What an hour of care costs, in cents or centavos: hours a week are made of the revenue with it. Without it none
   * are sent.
   */
  readonly hourlyRateMinor?: number | null | undefined;
  /** What the rate is in: USD (the default), BRL. */
  readonly currency?: string | null | undefined;
}

/** What a scan came to. */
export interface ScanReport {
  /** complete, partial, held. */
  readonly state: string;
  /** Live records of the scope before. */
  readonly live: number;
  /** Of those, not seen. */
  readonly missed: number;
  /** Of those, gone now; of a held scan, gone if somebody approves. */
  readonly gone: number;
}

/** What a visit is for. */
export interface ScheduledItem {
  /** The vendor's id. */
  readonly id: string | null;
  /** In words: `Personal Care`. */
  readonly name: string | null;
}

/** The name of a secret in the vault. */
export interface SecretKey {
  /** What the secret belongs to. */
  readonly connection: string;
  /** Its name, as a code. */
  readonly name: string;
}

/** An item that was sent, with the fence of the claim. */
export interface SentItem {
  /** The number of the item. */
  readonly number: number;
  /** The fence of the claim. */
  readonly fence: number;
}

/** One scheduled piece of work at a client. */
export class Shift extends PersonalRecord {
  /** The vendor's id. */
  declare readonly id: string;
  /** Whose shift it is. */
  declare readonly clientId: string;
  /** Who works it; nobody while it is open. */
  declare readonly caregiverId: string | null;
  /** When it is to start. */
  declare readonly scheduledStart: Instant;
  /** When it is to end. */
  declare readonly scheduledEnd: Instant;
  /** When the caregiver clocked in. */
  declare readonly actualStart: Instant | null;
  /** When the caregiver clocked out. */
  declare readonly actualEnd: Instant | null;
  /** What the shift is doing. */
  declare readonly status: ShiftStatus;
  /** What kind of care it is. */
  declare readonly visitType: VisitType;
  /** Hours that may be billed. */
  declare readonly billableHours: number | null;
  /** The ZIP code of the client's address. */
  declare readonly clientZipCode: string | null;
  /** The caregiver's gender the client prefers. */
  declare readonly clientGenderPreference: Gender | null;
  /** The language the client prefers, as a BCP 47 tag. */
  declare readonly clientLanguage: string | null;
  /** Certifications the caregiver must hold. */
  declare readonly requiredCertifications: readonly Certification[];
  /** The member of staff who coordinates the care. */
  declare readonly careCoordinator: string | null;
  /** Who pays. */
  declare readonly payerSource: Payer | null;
  /** When the record last changed. */
  declare readonly updatedAt: Instant;

  constructor(fields: ShiftFields) {
    super(fields);
  }

  protected override shown(): object {
    return { id: this.id, status: this.status, clientId: this.clientId, caregiverId: this.caregiverId, scheduledStart: this.scheduledStart };
  }
}

/** The fields of {@link Shift}: what it is made of. */
export interface ShiftFields {
  /** The vendor's id. */
  readonly id: string;
  /** Whose shift it is. */
  readonly clientId: string;
  /** Who works it; nobody while it is open. */
  readonly caregiverId: string | null;
  /** When it is to start. */
  readonly scheduledStart: Instant;
  /** When it is to end. */
  readonly scheduledEnd: Instant;
  /** When the caregiver clocked in. */
  readonly actualStart: Instant | null;
  /** When the caregiver clocked out. */
  readonly actualEnd: Instant | null;
  /** What the shift is doing. */
  readonly status: ShiftStatus;
  /** What kind of care it is. */
  readonly visitType: VisitType;
  /** Hours that may be billed. */
  readonly billableHours: number | null;
  /** The ZIP code of the client's address. */
  readonly clientZipCode: string | null;
  /** The caregiver's gender the client prefers. */
  readonly clientGenderPreference: Gender | null;
  /** The language the client prefers, as a BCP 47 tag. */
  readonly clientLanguage: string | null;
  /** Certifications the caregiver must hold. */
  readonly requiredCertifications: readonly Certification[];
  /** The member of staff who coordinates the care. */
  readonly careCoordinator: string | null;
  /** Who pays. */
  readonly payerSource: Payer | null;
  /** When the record last changed. */
  readonly updatedAt: Instant;
}

/** The vendor's record that a caregiver got a shift. */
export class ShiftAssignment extends PersonalRecord {
  /** The vendor's id of the assignment. */
  declare readonly id: string;
  /** The shift. */
  declare readonly shiftId: string;
  /** Who got it. */
  declare readonly caregiverId: string;
  /** When. */
  declare readonly assignedAt: Instant;
  /** The shift as it stands now. */
  declare readonly shift: Shift;

  constructor(fields: ShiftAssignmentFields) {
    super(fields);
  }

  protected override shown(): object {
    return { shiftId: this.shiftId, caregiverId: this.caregiverId };
  }
}

/** The fields of {@link ShiftAssignment}: what it is made of. */
export interface ShiftAssignmentFields {
  /** The vendor's id of the assignment. */
  readonly id: string;
  /** The shift. */
  readonly shiftId: string;
  /** Who got it. */
  readonly caregiverId: string;
  /** When. */
  readonly assignedAt: Instant;
  /** The shift as it stands now. */
  readonly shift: Shift;
}

/** A time that can be booked. */
export class Slot extends PersonalRecord {
  /** What can be booked. */
  declare readonly appointmentType: string;
  /** When it starts. */
  declare readonly start: Instant;
  /** When it ends; computed where the service gives starts only. */
  declare readonly end: Instant;
  /**
   * The wall clock at the start with its offset, as RFC 3339: the two readings of 01:30 in the night clocks go back
   * differ here.
   */
  declare readonly localStart: string;
  /** With whom, where the service says. */
  declare readonly calendar?: string | null | undefined;
  /** The unit it is in, at services that have units. */
  declare readonly unit?: string | null | undefined;
  /** How many more can book it, where the service says. */
  declare readonly capacityLeft?: number | null | undefined;
  /** The hold that keeps it for the asker. */
  declare readonly hold?: string | null | undefined;
  /** Where a person books it. */
  declare readonly bookingLink?: string | null | undefined;

  constructor(fields: SlotFields) {
    super(fields);
  }

  protected override shown(): object {
    return { appointmentType: this.appointmentType, calendar: this.calendar, hold: this.hold };
  }
}

/** The fields of {@link Slot}: what it is made of. */
export interface SlotFields {
  /** What can be booked. */
  readonly appointmentType: string;
  /** When it starts. */
  readonly start: Instant;
  /** When it ends; computed where the service gives starts only. */
  readonly end: Instant;
  /**
   * The wall clock at the start with its offset, as RFC 3339: the two readings of 01:30 in the night clocks go back
   * differ here.
   */
  readonly localStart: string;
  /** With whom, where the service says. */
  readonly calendar?: string | null | undefined;
  /** The unit it is in, at services that have units. */
  readonly unit?: string | null | undefined;
  /** How many more can book it, where the service says. */
  readonly capacityLeft?: number | null | undefined;
  /** The hold that keeps it for the asker. */
  readonly hold?: string | null | undefined;
  /** Where a person books it. */
  readonly bookingLink?: string | null | undefined;
}

/** A slot kept for somebody. */
export interface SlotHold {
  /** The name of the hold. */
  readonly id: string;
  /** When it lapses. */
  readonly expiresAt: Instant;
}

/** A client's step from one status to another. */
export class StatusChange extends PersonalRecord {
  /** Whose. */
  declare readonly clientId: string;
  /** The status before; nothing for a new client. */
  declare readonly from: ClientStatus | null;
  /** The status after. */
  declare readonly to: ClientStatus;
  /** When. */
  declare readonly changedAt: Instant;
  /** Why, in somebody's words. */
  declare readonly reason: string | null;

  constructor(fields: StatusChangeFields) {
    super(fields);
  }

  protected override shown(): object {
    return { clientId: this.clientId };
  }
}

/** The fields of {@link StatusChange}: what it is made of. */
export interface StatusChangeFields {
  /** Whose. */
  readonly clientId: string;
  /** The status before; nothing for a new client. */
  readonly from: ClientStatus | null;
  /** The status after. */
  readonly to: ClientStatus;
  /** When. */
  readonly changedAt: Instant;
  /** Why, in somebody's words. */
  readonly reason: string | null;
}

/** What changed between two snapshots of the clients' statuses. */
export class StatusDifferences extends PersonalRecord {
  /** Clients that are new or have another status, by id. */
  declare readonly changes: readonly StatusChange[];
  /** Clients that the later snapshot does not have. Why is not known: this is no change of status. */
  declare readonly gone: readonly string[];

  constructor(fields: StatusDifferencesFields) {
    super(fields);
  }

  protected override shown(): object {
    return {};
  }
}

/** The fields of {@link StatusDifferences}: what it is made of. */
export interface StatusDifferencesFields {
  /** Clients that are new or have another status, by id. */
  readonly changes: readonly StatusChange[];
  /** Clients that the later snapshot does not have. Why is not known: this is no change of status. */
  readonly gone: readonly string[];
}

/** A subscription to the vendor's events. */
export interface Subscription {
  /** The vendor's id. */
  readonly id: string;
  /** `active` or `off`. */
  readonly status: string | null;
  /** What it waits for. */
  readonly criteria: Criteria | null;
  /** What it is for, in words. */
  readonly reason: string | null;
  /** Where events are delivered. */
  readonly channel: Channel | null;
}

/** Whether an account is kept in step, whether that works, and when it last did. */
export interface SyncStanding {
  /** The name of the integration: `"calendly.main"`. */
  readonly name: string;
  /** inactive: it is switched off. active: it is on and its last reading was complete. error: it was not. */
  readonly state: string;
  /** Since when. */
  readonly since: Instant;
  /** How many readings in a row failed or were partial. */
  readonly failures: number;
  /** Why the last one did: a code. */
  readonly reason: string | null;
  /** When a reading was last complete. */
  readonly lastSuccessAt: Instant | null;
  /** When one last was not. */
  readonly lastFailureAt: Instant | null;
}

/** One tag: its name under `code`, its value, always text, under `display`. */
export class Tag extends PersonalRecord {
  /** The name of the tag. */
  declare readonly code: string;
  /** The value. Personal data may stand in it. */
  declare readonly display: string | null;

  constructor(fields: TagFields) {
    super(fields);
  }

  protected override shown(): object {
    return {};
  }
}

/** The fields of {@link Tag}: what it is made of. */
export interface TagFields {
  /** The name of the tag. */
  readonly code: string;
  /** The value. Personal data may stand in it. */
  readonly display: string | null;
}

/** The tags of a record, in which Connect keeps what FHIR has no field for. */
export class Meta extends PersonalRecord {
  /** The tags. */
  declare readonly tag: readonly Tag[];

  constructor(fields: MetaFields) {
    super(fields);
  }

  protected override shown(): object {
    return {};
  }
}

/** The fields of {@link Meta}: what it is made of. */
export interface MetaFields {
  /** The tags. */
  readonly tag: readonly Tag[];
}

/** Something to be done on a visit. */
export class Task extends PersonalRecord {
  /** The vendor's id. */
  declare readonly id: string;
  /** What. */
  declare readonly description: string | null;
  /** Whether it was done. */
  declare readonly status: TaskStatus | null;
  /** What was said of it. */
  declare readonly comment: string | null;

  constructor(fields: TaskFields) {
    super(fields);
  }

  protected override shown(): object {
    return { id: this.id, status: this.status };
  }
}

/** The fields of {@link Task}: what it is made of. */
export interface TaskFields {
  /** The vendor's id. */
  readonly id: string;
  /** What. */
  readonly description: string | null;
  /** Whether it was done. */
  readonly status: TaskStatus | null;
  /** What was said of it. */
  readonly comment: string | null;
}

/** A scheduled visit, or one occurrence of a recurring one. */
export class Appointment extends PersonalRecord {
  /** The vendor's id, which all occurrences of a series share. */
  declare readonly id: string;
  /** Whose visit it is. */
  declare readonly clientId: string;
  /** Who comes; nobody while it is open. Absent, `null`, `{}` and an empty id all mean nobody. */
  declare readonly caregiverId: string | null;
  /** When it is to start. */
  declare readonly start: Instant;
  /** When it is to end. */
  declare readonly end: Instant;
  /** Where. */
  declare readonly position: Position | null;
  /** What the visit is for. */
  declare readonly scheduledItems: readonly ScheduledItem[];
  /** What is to be done. */
  declare readonly tasks: readonly Task[];
  /** What the appointment says of itself. */
  declare readonly status: AppointmentStatus | null;

  constructor(fields: AppointmentFields) {
    super(fields);
  }

  protected override shown(): object {
    return { id: this.id, status: this.status, clientId: this.clientId, caregiverId: this.caregiverId };
  }
}

/** The fields of {@link Appointment}: what it is made of. */
export interface AppointmentFields {
  /** The vendor's id, which all occurrences of a series share. */
  readonly id: string;
  /** Whose visit it is. */
  readonly clientId: string;
  /** Who comes; nobody while it is open. Absent, `null`, `{}` and an empty id all mean nobody. */
  readonly caregiverId: string | null;
  /** When it is to start. */
  readonly start: Instant;
  /** When it is to end. */
  readonly end: Instant;
  /** Where. */
  readonly position: Position | null;
  /** What the visit is for. */
  readonly scheduledItems: readonly ScheduledItem[];
  /** What is to be done. */
  readonly tasks: readonly Task[];
  /** What the appointment says of itself. */
  readonly status: AppointmentStatus | null;
}

/** What a task says of its appointment. */
export class TaskDraft extends PersonalRecord {
  /** What has to be done: appointment, call, other. */
  declare readonly kind: string;
  /** Where it stands: pending, confirmed, completed, cancelled, missed. */
  declare readonly status: string;
  /** What it is called; it names a client. */
  declare readonly title: string;
  /** Notes: health information. */
  declare readonly notes?: string | null | undefined;
  /** When it starts. */
  declare readonly start: Instant;
  /** When it ends. */
  declare readonly end: Instant;
  /** Where the appointment is shown or managed, as the service gave it. */
  declare readonly url?: string | null | undefined;
  /** Ids and codes of the service: never about a person. */
  declare readonly metadata: Readonly<{ [key: string]: string }>;

  constructor(fields: TaskDraftFields) {
    super(fields);
  }

  protected override shown(): object {
    return { status: this.status, kind: this.kind };
  }
}

/** The fields of {@link TaskDraft}: what it is made of. */
export interface TaskDraftFields {
  /** What has to be done: appointment, call, other. */
  readonly kind: string;
  /** Where it stands: pending, confirmed, completed, cancelled, missed. */
  readonly status: string;
  /** What it is called; it names a client. */
  readonly title: string;
  /** Notes: health information. */
  readonly notes?: string | null | undefined;
  /** When it starts. */
  readonly start: Instant;
  /** When it ends. */
  readonly end: Instant;
  /** Where the appointment is shown or managed, as the service gave it. */
  readonly url?: string | null | undefined;
  /** Ids and codes of the service: never about a person. */
  readonly metadata: Readonly<{ [key: string]: string }>;
}

/** An entry in the task log of an encounter: a note on a visit. */
export class TaskLog extends PersonalRecord {
  /** The vendor's id. */
  declare readonly id: string;
  /** The title. */
  declare readonly title: string | null;
  /** The note. */
  declare readonly description: string | null;
  /** Whether what it speaks of was done. */
  declare readonly status: TaskStatus | null;
  /** A comment. */
  declare readonly comment: string | null;
  /** When it was written. */
  declare readonly recorded: Instant | null;

  constructor(fields: TaskLogFields) {
    super(fields);
  }

  protected override shown(): object {
    return { id: this.id, status: this.status };
  }
}

/** The fields of {@link TaskLog}: what it is made of. */
export interface TaskLogFields {
  /** The vendor's id. */
  readonly id: string;
  /** The title. */
  readonly title: string | null;
  /** The note. */
  readonly description: string | null;
  /** Whether what it speaks of was done. */
  readonly status: TaskStatus | null;
  /** A comment. */
  readonly comment: string | null;
  /** When it was written. */
  readonly recorded: Instant | null;
}

/** What became of a task. */
export class TaskOutcome extends PersonalRecord {
  /** Whether it was done. */
  declare readonly status: TaskStatus;
  /** A comment; required when it was not done. */
  declare readonly comment?: string | null | undefined;

  constructor(fields: TaskOutcomeFields) {
    super(fields);
  }

  protected override shown(): object {
    return { status: this.status };
  }
}

/** The fields of {@link TaskOutcome}: what it is made of. */
export interface TaskOutcomeFields {
  /** Whether it was done. */
  readonly status: TaskStatus;
  /** A comment; required when it was not done. */
  readonly comment?: string | null | undefined;
}

/** The appointment a task stands for. No two tasks of a board have the same. */
export class TaskSource extends PersonalRecord {
  /** One account of one service: `"calendly/main"`. */
  declare readonly source: string;
  /** The id of the appointment there, exactly. Some services make it of an address. */
  declare readonly id: string;

  constructor(fields: TaskSourceFields) {
    super(fields);
  }

  protected override shown(): object {
    return { source: this.source };
  }
}

/** The fields of {@link TaskSource}: what it is made of. */
export interface TaskSourceFields {
  /** One account of one service: `"calendly/main"`. */
  readonly source: string;
  /** The id of the appointment there, exactly. Some services make it of an address. */
  readonly id: string;
}

/** A task of a board. */
export class BoardTask extends PersonalRecord {
  /** Your id of it: 1 to 255 bytes, and nothing personal. */
  declare readonly id: string;
  /** Grows with every change of the task. */
  declare readonly version: number;
  /** What it says. */
  declare readonly draft: TaskDraftFields;
  /** The appointment it stands for; nothing for one of your own. */
  declare readonly external?: TaskSourceFields | null | undefined;
  /** How urgent it is: low, normal (the default), high. Yours alone: no sync changes it. */
  declare readonly priority?: string | null | undefined;

  constructor(fields: BoardTaskFields) {
    super(fields);
  }

  protected override shown(): object {
    return { id: this.id, version: this.version };
  }
}

/** The fields of {@link BoardTask}: what it is made of. */
export interface BoardTaskFields {
  /** Your id of it: 1 to 255 bytes, and nothing personal. */
  readonly id: string;
  /** Grows with every change of the task. */
  readonly version: number;
  /** What it says. */
  readonly draft: TaskDraftFields;
  /** The appointment it stands for; nothing for one of your own. */
  readonly external?: TaskSourceFields | null | undefined;
  /** How urgent it is: low, normal (the default), high. Yours alone: no sync changes it. */
  readonly priority?: string | null | undefined;
}

/** One write to a board. */
export class TaskChange extends PersonalRecord {
  /** create: a new task. update: another content, or another appointment, for the task `task_id`. */
  declare readonly kind: string;
  /**
   * The same for the same change and no other: keep it with the key, and a key that comes again with another digest
   * is refused as a key reuse.
   */
  declare readonly digest: string;
  /** Of an update: which task. */
  declare readonly taskId: string | null;
  /** Of an update: only if the task still has this version. */
  declare readonly expected: number | null;
  /** The appointment the task stands for from now on; in an update nothing leaves it. */
  declare readonly external: TaskSource | null;
  /** What the task says from now on; in an update nothing leaves it. */
  declare readonly draft: TaskDraft | null;

  constructor(fields: TaskChangeFields) {
    super(fields);
  }

  protected override shown(): object {
    return { kind: this.kind, digest: this.digest, taskId: this.taskId, expected: this.expected };
  }
}

/** The fields of {@link TaskChange}: what it is made of. */
export interface TaskChangeFields {
  /** create: a new task. update: another content, or another appointment, for the task `task_id`. */
  readonly kind: string;
  /**
   * The same for the same change and no other: keep it with the key, and a key that comes again with another digest
   * is refused as a key reuse.
   */
  readonly digest: string;
  /** Of an update: which task. */
  readonly taskId: string | null;
  /** Of an update: only if the task still has this version. */
  readonly expected: number | null;
  /** The appointment the task stands for from now on; in an update nothing leaves it. */
  readonly external: TaskSource | null;
  /** What the task says from now on; in an update nothing leaves it. */
  readonly draft: TaskDraft | null;
}

/** What a flow asks of your side. Only the fields of its method are there. */
export class HostQuestion extends PersonalRecord {
  /** Its number: an answer goes by it. */
  declare readonly number: number;
  /**
   * The method: board.find, board.get, board.changed, board.apply, crm.changed_deals, crm.deal, crm.apply,
   * crm.has_applied; desk.send, desk.find_message, desk.place_call, desk.find_call, desk.take, desk.person,
   * desk.candidates, desk.revalidate, desk.assign, desk.assigned_to, desk.unassign.
   */
  declare readonly method: string;
  /** The appointment whose task is wanted. */
  declare readonly external: TaskSource | null;
  /** The task that is wanted. */
  declare readonly taskId: string | null;
  /** The mark or token to read from. */
  declare readonly after: string | null;
  /** At most so many. */
  declare readonly limit: number | null;
  /** The change to a task. */
  declare readonly taskChange: TaskChange | null;
  /** The deal that is wanted. */
  declare readonly dealId: string | null;
  /** The change to a deal. */
  declare readonly dealChange: DealChange | null;
  /** The key of the change. */
  declare readonly key: string | null;
  /** Of a desk: what the method is given, as JSON text. */
  declare readonly plain: string | null;

  constructor(fields: HostQuestionFields) {
    super(fields);
  }

  protected override shown(): object {
    return { method: this.method };
  }
}

/** The fields of {@link HostQuestion}: what it is made of. */
export interface HostQuestionFields {
  /** Its number: an answer goes by it. */
  readonly number: number;
  /**
   * The method: board.find, board.get, board.changed, board.apply, crm.changed_deals, crm.deal, crm.apply,
   * crm.has_applied; desk.send, desk.find_message, desk.place_call, desk.find_call, desk.take, desk.person,
   * desk.candidates, desk.revalidate, desk.assign, desk.assigned_to, desk.unassign.
   */
  readonly method: string;
  /** The appointment whose task is wanted. */
  readonly external: TaskSource | null;
  /** The task that is wanted. */
  readonly taskId: string | null;
  /** The mark or token to read from. */
  readonly after: string | null;
  /** At most so many. */
  readonly limit: number | null;
  /** The change to a task. */
  readonly taskChange: TaskChange | null;
  /** The deal that is wanted. */
  readonly dealId: string | null;
  /** The change to a deal. */
  readonly dealChange: DealChange | null;
  /** The key of the change. */
  readonly key: string | null;
  /** Of a desk: what the method is given, as JSON text. */
  readonly plain: string | null;
}

/** A step of a flow: one of these. */
export class FlowStep extends PersonalRecord {
  /** What is asked of your side. */
  declare readonly question: HostQuestion | null;
  /** How far it is. */
  declare readonly progress: FlowProgress | null;
  /** What it came to, at its end. */
  declare readonly report: FlowReport | null;
  /** What a delivery came to. */
  declare readonly hints: HintReport | null;
  /** How an account stands. */
  declare readonly standing: SyncStanding | null;
  /** What became of a single change: written, already, planned, refused, in_doubt. */
  declare readonly carried: string | null;
  /** What campaigns answer, as JSON text. */
  declare readonly plain: string | null;

  constructor(fields: FlowStepFields) {
    super(fields);
  }

  protected override shown(): object {
    return {};
  }
}

/** The fields of {@link FlowStep}: what it is made of. */
export interface FlowStepFields {
  /** What is asked of your side. */
  readonly question: HostQuestion | null;
  /** How far it is. */
  readonly progress: FlowProgress | null;
  /** What it came to, at its end. */
  readonly report: FlowReport | null;
  /** What a delivery came to. */
  readonly hints: HintReport | null;
  /** How an account stands. */
  readonly standing: SyncStanding | null;
  /** What became of a single change: written, already, planned, refused, in_doubt. */
  readonly carried: string | null;
  /** What campaigns answer, as JSON text. */
  readonly plain: string | null;
}

/** Some of the tasks that changed, in the order of change. */
export class TaskPage extends PersonalRecord {
  /** The tasks, each as it stands now. */
  declare readonly tasks?: readonly BoardTaskFields[] | undefined;
  /** Where to go on: the mark that was given, when nothing changed since. */
  declare readonly next: string;
  /** True when more follows at once. */
  declare readonly more: boolean;

  constructor(fields: TaskPageFields) {
    super(fields);
  }

  protected override shown(): object {
    return {};
  }
}

/** The fields of {@link TaskPage}: what it is made of. */
export interface TaskPageFields {
  /** The tasks, each as it stands now. */
  readonly tasks?: readonly BoardTaskFields[] | undefined;
  /** Where to go on: the mark that was given, when nothing changed since. */
  readonly next: string;
  /** True when more follows at once. */
  readonly more: boolean;
}

/** Which status of a task stands for which of an appointment. */
export interface TaskStatusMap {
  /**
   * The status of a task for each of an appointment: `{"scheduled": "pending"}`. A code that is not named leaves a
   * task as it is.
   */
  readonly apply: Readonly<{ [key: string]: string }>;
  /**
   * The status of an appointment that is sent for one of a task: `{"confirmed": "confirmed"}`. What is not named is
   * not sent.
   */
  readonly send: Readonly<{ [key: string]: string }>;
  /** What a new task starts as whose appointment has a code that is not named. */
  readonly fresh: string;
  /** What a task becomes whose appointment is gone; not an open status. */
  readonly gone: string;
}

/** A telephone number, e-mail address or the like. */
export class Telecom extends PersonalRecord {
  /** `phone`, `email`, `fax`. */
  declare readonly system: string | null;
  /** `mobile`, `home`, `work`. */
  declare readonly purpose: string | null;
  /** The number or address. */
  declare readonly value: string | null;

  constructor(fields: TelecomFields) {
    super(fields);
  }

  protected override shown(): object {
    return {};
  }
}

/** The fields of {@link Telecom}: what it is made of. */
export interface TelecomFields {
  /** `phone`, `email`, `fax`. */
  readonly system: string | null;
  /** `mobile`, `home`, `work`. */
  readonly purpose: string | null;
  /** The number or address. */
  readonly value: string | null;
}

/** A client or a prospect: Connect has one record for both, and one id that stays when the one becomes the other. */
export class Patient extends PersonalRecord {
  /** The vendor's id. */
  declare readonly id: string;
  /** Whether the record is in use. */
  declare readonly active: boolean | null;
  /** Names. */
  declare readonly name: readonly HumanName[];
  /** Telephone numbers and e-mail addresses. */
  declare readonly telecom: readonly Telecom[];
  /** Addresses. */
  declare readonly address: readonly PostalAddress[];
  /** Gender, as recorded. */
  declare readonly gender: Gender | null;
  /** Date of birth, `YYYY-MM-DD`. */
  declare readonly birthDate: string | null;
  /** Marital status. */
  declare readonly maritalStatus: readonly MaritalStatus[];
  /** Languages. */
  declare readonly communication: readonly Communication[];
  /** The id in another system. */
  declare readonly externalId: string | null;
  /** When the record was taken out of use, `YYYY-MM-DD`; only on a record read by its id. */
  declare readonly deactivationDate: string | null;
  /** Tags. */
  declare readonly meta: Meta;

  constructor(fields: PatientFields) {
    super(fields);
  }

  protected override shown(): object {
    return { id: this.id };
  }
}

/** The fields of {@link Patient}: what it is made of. */
export interface PatientFields {
  /** The vendor's id. */
  readonly id: string;
  /** Whether the record is in use. */
  readonly active: boolean | null;
  /** Names. */
  readonly name: readonly HumanName[];
  /** Telephone numbers and e-mail addresses. */
  readonly telecom: readonly Telecom[];
  /** Addresses. */
  readonly address: readonly PostalAddress[];
  /** Gender, as recorded. */
  readonly gender: Gender | null;
  /** Date of birth, `YYYY-MM-DD`. */
  readonly birthDate: string | null;
  /** Marital status. */
  readonly maritalStatus: readonly MaritalStatus[];
  /** Languages. */
  readonly communication: readonly Communication[];
  /** The id in another system. */
  readonly externalId: string | null;
  /** When the record was taken out of use, `YYYY-MM-DD`; only on a record read by its id. */
  readonly deactivationDate: string | null;
  /** Tags. */
  readonly meta: Meta;
}

/**
 * A caregiver or an applicant: Connect has one record for both, and one id that stays when the one becomes the
 * other.
 */
export class Practitioner extends PersonalRecord {
  /** The vendor's id. */
  declare readonly id: string;
  /** Whether the record is in use. */
  declare readonly active: boolean | null;
  /** Names. */
  declare readonly name: readonly HumanName[];
  /** Telephone numbers and e-mail addresses. */
  declare readonly telecom: readonly Telecom[];
  /** Addresses. */
  declare readonly address: readonly PostalAddress[];
  /** Gender, as recorded. */
  declare readonly gender: Gender | null;
  /** Date of birth, `YYYY-MM-DD`. */
  declare readonly birthDate: string | null;
  /** Languages. */
  declare readonly communication: readonly Communication[];
  /** The id in another system. */
  declare readonly externalId: string | null;
  /** Tags. */
  declare readonly meta: Meta;

  constructor(fields: PractitionerFields) {
    super(fields);
  }

  protected override shown(): object {
    return { id: this.id };
  }
}

/** The fields of {@link Practitioner}: what it is made of. */
export interface PractitionerFields {
  /** The vendor's id. */
  readonly id: string;
  /** Whether the record is in use. */
  readonly active: boolean | null;
  /** Names. */
  readonly name: readonly HumanName[];
  /** Telephone numbers and e-mail addresses. */
  readonly telecom: readonly Telecom[];
  /** Addresses. */
  readonly address: readonly PostalAddress[];
  /** Gender, as recorded. */
  readonly gender: Gender | null;
  /** Date of birth, `YYYY-MM-DD`. */
  readonly birthDate: string | null;
  /** Languages. */
  readonly communication: readonly Communication[];
  /** The id in another system. */
  readonly externalId: string | null;
  /** Tags. */
  readonly meta: Meta;
}

/** A person related to a client: family, doctor, neighbour. */
export class RelatedPerson extends PersonalRecord {
  /** The vendor's id. */
  declare readonly id: string;
  /** Whose relation it is. */
  declare readonly clientReference: string | null;
  /** Names. */
  declare readonly name: readonly HumanName[];
  /** What they are to the client. */
  declare readonly relationship: Relationship | null;
  /** Telephone numbers and e-mail addresses. */
  declare readonly telecom: readonly Telecom[];
  /** Addresses. */
  declare readonly address: readonly PostalAddress[];
  /** Whether to call them in an emergency. */
  declare readonly emergencyContact: boolean | null;
  /** Whether they are the first to be called. */
  declare readonly primaryContact: boolean | null;
  /** Whether they pay. */
  declare readonly payer: boolean | null;
  /** Whether they hold a power of attorney. */
  declare readonly poa: boolean | null;

  constructor(fields: RelatedPersonFields) {
    super(fields);
  }

  protected override shown(): object {
    return { id: this.id, clientReference: this.clientReference };
  }
}

/** The fields of {@link RelatedPerson}: what it is made of. */
export interface RelatedPersonFields {
  /** The vendor's id. */
  readonly id: string;
  /** Whose relation it is. */
  readonly clientReference: string | null;
  /** Names. */
  readonly name: readonly HumanName[];
  /** What they are to the client. */
  readonly relationship: Relationship | null;
  /** Telephone numbers and e-mail addresses. */
  readonly telecom: readonly Telecom[];
  /** Addresses. */
  readonly address: readonly PostalAddress[];
  /** Whether to call them in an emergency. */
  readonly emergencyContact: boolean | null;
  /** Whether they are the first to be called. */
  readonly primaryContact: boolean | null;
  /** Whether they pay. */
  readonly payer: boolean | null;
  /** Whether they hold a power of attorney. */
  readonly poa: boolean | null;
}

/** A record as it is now, or that it is no longer there. What it was before is not known. */
export class Change extends PersonalRecord {
  /**
   * client, prospect, caregiver, applicant, shift, visit, admin_task, referral_source, related_person, document,
   * profile_tag: that field, or the one it is a kind of, holds the record. gone: WellSky has no such record any more.
   */
  declare readonly kind: string;
  /** Which record it is about. */
  declare readonly record: ChangedRecord;
  /** A client or prospect. */
  declare readonly patient: Patient | null;
  /** A caregiver or applicant. */
  declare readonly practitioner: Practitioner | null;
  /** A shift, with what was clocked. */
  declare readonly shift: Shift | null;
  /** A visit that took place or is under way. */
  declare readonly encounter: Encounter | null;
  /** A task for the office. */
  declare readonly adminTask: AdminTask | null;
  /** Where clients come from. */
  declare readonly referralSource: ReferralSource | null;
  /** Family, doctors, neighbours. */
  declare readonly relatedPerson: RelatedPerson | null;
  /** A document. */
  declare readonly document: Document | null;
  /** A certification or a skill. */
  declare readonly profileTag: ProfileTag | null;

  constructor(fields: ChangeFields) {
    super(fields);
  }

  protected override shown(): object {
    return { kind: this.kind, record: this.record };
  }
}

/** The fields of {@link Change}: what it is made of. */
export interface ChangeFields {
  /**
   * client, prospect, caregiver, applicant, shift, visit, admin_task, referral_source, related_person, document,
   * profile_tag: that field, or the one it is a kind of, holds the record. gone: WellSky has no such record any more.
   */
  readonly kind: string;
  /** Which record it is about. */
  readonly record: ChangedRecord;
  /** A client or prospect. */
  readonly patient: Patient | null;
  /** A caregiver or applicant. */
  readonly practitioner: Practitioner | null;
  /** A shift, with what was clocked. */
  readonly shift: Shift | null;
  /** A visit that took place or is under way. */
  readonly encounter: Encounter | null;
  /** A task for the office. */
  readonly adminTask: AdminTask | null;
  /** Where clients come from. */
  readonly referralSource: ReferralSource | null;
  /** Family, doctors, neighbours. */
  readonly relatedPerson: RelatedPerson | null;
  /** A document. */
  readonly document: Document | null;
  /** A certification or a skill. */
  readonly profileTag: ProfileTag | null;
}

/** A step of a stream of changes. */
export class ChangeStep extends PersonalRecord {
  /** Its number, from 1. */
  declare readonly number: number;
  /** A change. */
  declare readonly change: Change | null;
  /** What working through the marks did, at its end. */
  declare readonly drained: FeedReport | null;
  /** What a round of polling did, at its end. */
  declare readonly polled: readonly Polled[] | null;

  constructor(fields: ChangeStepFields) {
    super(fields);
  }

  protected override shown(): object {
    return {};
  }
}

/** The fields of {@link ChangeStep}: what it is made of. */
export interface ChangeStepFields {
  /** Its number, from 1. */
  readonly number: number;
  /** A change. */
  readonly change: Change | null;
  /** What working through the marks did, at its end. */
  readonly drained: FeedReport | null;
  /** What a round of polling did, at its end. */
  readonly polled: readonly Polled[] | null;
}

/** Times, summed up. A percentile is at most 6.25 % too high and never too low. */
export interface TimesCounted {
  /** How many. */
  readonly count: number;
  /** Their sum in seconds. */
  readonly totalSeconds: number;
  /** The time that half of them do not exceed, in seconds; nothing when there are none. */
  readonly p50Seconds: number | null;
  /** The time that 95 % do not exceed. */
  readonly p95Seconds: number | null;
  /** The time that 99 % do not exceed. */
  readonly p99Seconds: number | null;
}

/** What was counted of one operation. */
export interface OperationCounts {
  /** Which: clients.list. */
  readonly operation: string;
  /** Requests sent. */
  readonly attempts: readonly AttemptCount[];
  /** The time of each request. */
  readonly attemptTimes: TimesCounted;
  /** Calls ended, retries included. */
  readonly calls: readonly OutcomeCount[];
  /** The time of each call, pauses included. */
  readonly callTimes: TimesCounted;
  /** Requests sent again, by cause. */
  readonly retries: readonly OutcomeCount[];
  /** Retries that the budget did not pay for. */
  readonly retriesUnpaid: number;
}

/** Everything a client counted since it was made. No label holds anything of a person. */
export interface Metrics {
  /** When this was taken. */
  readonly takenAt: Instant;
  /** By operation. */
  readonly operations: readonly OperationCounts[];
  /** Tokens asked for. */
  readonly tokenFetches: readonly OutcomeCount[];
  /** How often circuit breakers opened. */
  readonly breakerOpened: number;
  /** How often they let a probe through. */
  readonly breakerHalfOpened: number;
  /** How often they closed again. */
  readonly breakerClosed: number;
  /** The time requests stood in line at the limiter. */
  readonly queued: TimesCounted;
  /** Questions to caches. */
  readonly cache: readonly CacheCounts[];
}

/** A record of an answer that could not be read. The others were. */
export interface UnreadBooking {
  /** Its place in the answer, from 0. */
  readonly row: number;
  /** Its id, where that much could be read. */
  readonly id: string | null;
  /** The field that broke the contract. */
  readonly field: string | null;
  /** The rule it broke. */
  readonly rule: string;
}

/** What changed since a state. */
export class BookingChanges extends PersonalRecord {
  /** What is new or different, in order of start. */
  declare readonly changed: readonly BookingChange[];
  /** What is gone. Empty unless the reading was complete. */
  declare readonly gone: readonly GoneBooking[];
  /** Records that could not be read: they are neither changed nor gone. */
  declare readonly failures: readonly UnreadBooking[];
  /** True when everything in the window was read. */
  declare readonly complete: boolean;
  /**
   * Where to go on, without anything personal. Opaque: keep it with what the changes did, in one transaction, and
   * pass it as `since`.
   */
  declare readonly next: string;

  constructor(fields: BookingChangesFields) {
    super(fields);
  }

  protected override shown(): object {
    return {};
  }
}

/** The fields of {@link BookingChanges}: what it is made of. */
export interface BookingChangesFields {
  /** What is new or different, in order of start. */
  readonly changed: readonly BookingChange[];
  /** What is gone. Empty unless the reading was complete. */
  readonly gone: readonly GoneBooking[];
  /** Records that could not be read: they are neither changed nor gone. */
  readonly failures: readonly UnreadBooking[];
  /** True when everything in the window was read. */
  readonly complete: boolean;
  /**
   * Where to go on, without anything personal. Opaque: keep it with what the changes did, in one transaction, and
   * pass it as `since`.
   */
  readonly next: string;
}

/** Everything that starts in a range, read to its end. */
export class BookingList extends PersonalRecord {
  /** The appointments, in order of start, each once. */
  declare readonly bookings: readonly Booking[];
  /** The records that could not be read. */
  declare readonly failures: readonly UnreadBooking[];
  /** False when something is missing: what is not here is not thereby gone. */
  declare readonly complete: boolean;

  constructor(fields: BookingListFields) {
    super(fields);
  }

  protected override shown(): object {
    return {};
  }
}

/** The fields of {@link BookingList}: what it is made of. */
export interface BookingListFields {
  /** The appointments, in order of start, each once. */
  readonly bookings: readonly Booking[];
  /** The records that could not be read. */
  readonly failures: readonly UnreadBooking[];
  /** False when something is missing: what is not here is not thereby gone. */
  readonly complete: boolean;
}

/** One page of the appointments that start in a range. */
export class BookingPage extends PersonalRecord {
  /** The appointments that could be read. */
  declare readonly bookings: readonly Booking[];
  /** The records that could not. */
  declare readonly failures: readonly UnreadBooking[];
  /** Where the next page begins. Opaque; nothing when this is the last. */
  declare readonly next: string | null;
  /** Why the rest cannot be had: truncated, count_differs, part_failed; nothing when it can, or there is none. */
  declare readonly missing: string | null;

  constructor(fields: BookingPageFields) {
    super(fields);
  }

  protected override shown(): object {
    return {};
  }
}

/** The fields of {@link BookingPage}: what it is made of. */
export interface BookingPageFields {
  /** The appointments that could be read. */
  readonly bookings: readonly Booking[];
  /** The records that could not. */
  readonly failures: readonly UnreadBooking[];
  /** Where the next page begins. Opaque; nothing when this is the last. */
  readonly next: string | null;
  /** Why the rest cannot be had: truncated, count_differs, part_failed; nothing when it can, or there is none. */
  readonly missing: string | null;
}

/** How far a rotation came. */
export interface VaultRotation {
  /** Data keys that were sealed anew. */
  readonly rewrapped: number;
  /** True when nothing is left under any old key: they may be thrown away. */
  readonly complete: boolean;
}

/** A sealed secret, without the secret. */
export interface VaultSecret {
  /** One tenant's account at one source. */
  readonly connection: string;
  /** Which secret of it. */
  readonly name: string;
  /** Grows with every secret that was put under the name. */
  readonly version: number;
  /** The id of the master key it is sealed under. */
  readonly key: string;
  /** When it was put. */
  readonly storedAt: Instant;
}

/** What `verify` saw. */
export interface Verified {
  /** The agency the credentials work for. */
  readonly agencyId: string;
  /** The installation that answered: sandbox, production. */
  readonly environment: string;
  /** How many clients the agency has; over Connect, prospects among them. */
  readonly clientTotal: number;
}

/** A delivery whose sender was checked. */
export interface VerifiedDelivery {
  /**
   * keyed: by `id`, drop repeats. stamped: tell events apart by what they say of their subject and when. hint:
   * nothing tells two deliveries apart, fetch the subject for each.
   */
  readonly identity: string;
  /** The id the sender gives the event and repeats on every retry. */
  readonly id: string | null;
  /** When the sender says it was sent, where that is signed. */
  readonly sentAt: Instant | null;
}

/** A shift with what was clocked. */
export class Visit extends PersonalRecord {
  /** The shift. */
  declare readonly shift: Shift;
  /** What was clocked; nothing before the first clock-in. */
  declare readonly evv: Evv | null;

  constructor(fields: VisitFields) {
    super(fields);
  }

  protected override shown(): object {
    return {};
  }
}

/** The fields of {@link Visit}: what it is made of. */
export interface VisitFields {
  /** The shift. */
  readonly shift: Shift;
  /** What was clocked; nothing before the first clock-in. */
  readonly evv: Evv | null;
}

/** What waits for one integration, and for how long. Ages are whole seconds; nothing where nothing waits. */
export interface Vitals {
  /** When it was counted. */
  readonly at: Instant;
  /** How far the stream that is furthest behind is read. Streams that were never read do not count. */
  readonly syncLag?: number | null | undefined;
  /** Streams that were never read. */
  readonly streamsUnread: number;
  /** Messages that wait. */
  readonly inboxWaiting: number;
  /** How long the oldest of them has. */
  readonly inboxOldest?: number | null | undefined;
  /** Hints that wait for a fetch. */
  readonly hintsWaiting: number;
  /** How long the subject that has been dirty longest is. */
  readonly hintsOldest?: number | null | undefined;
  /** Items that wait, or are being sent. */
  readonly outboxWaiting: number;
  /** How long ago the oldest of them was queued. */
  readonly outboxOldest?: number | null | undefined;
  /** Items given up. */
  readonly deadLetters: number;
  /** Effects of which nobody knows whether they happened. */
  readonly inDoubt: number;
  /** How long the oldest of them is. */
  readonly inDoubtOldest?: number | null | undefined;
  /** Effects that a person has to look up. */
  readonly manual: number;
  /** How often a lease ended without a word from its holder, ever. */
  readonly leaseLosses: number;
  /** Conflicts that wait for a person. */
  readonly conflictsOpen: number;
  /** Scans that are held until somebody looks. */
  readonly scansHeld: number;
}

/** How an integration is. */
export interface HealthReport {
  /** Whether it works; nothing when nothing ever happened to it. */
  readonly status: IntegrationStatus | null;
  /** What waits. */
  readonly vitals: Vitals;
  /** What is wrong; empty when nothing is. */
  readonly alerts: readonly HealthAlert[];
}
