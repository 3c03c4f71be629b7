import { inspect, type InspectOptions } from 'node:util';

/** A moment, as ISO 8601 in UTC: `'2026-04-06T14:00:00Z'`. `new Date(…)` reads it. */
export type Instant = string;

/** A day, as `'YYYY-MM-DD'`. */
export type CalendarDate = string;

/** A word of a vendor's list. A vendor adds words without notice, so any string is possible. */
export type Word<Known extends string> = Known | (string & {});

export type ClientStatus = Word<'prospect' | 'pending' | 'active' | 'on_hold' | 'discharged'>;
export type CaregiverStatus = Word<'applicant' | 'pending' | 'active' | 'inactive' | 'terminated'>;
export type ShiftStatus = Word<'scheduled' | 'in_progress' | 'completed' | 'missed' | 'cancelled' | 'open'>;
export type VisitType = Word<'Personal Care' | 'Homemaker' | 'Companionship'>;
export type Certification = Word<'CNA' | 'HHA' | 'PCA'>;
export type Payer = Word<'Medicaid' | 'VA' | 'Private Pay'>;
export type Gender = Word<'female' | 'male' | 'other'>;
export type BackgroundCheck = Word<'pending' | 'cleared' | 'failed' | 'expired'>;
export type EvvMethod = Word<'mobile' | 'telephony' | 'manual'>;
export type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';

/** Where somebody lives. */
export interface Address {
  readonly line1: string;
  readonly line2?: string;
  readonly city: string;
  /** Two letters. */
  readonly state: string;
  /** Five digits, or 5+4. */
  readonly zipCode: string;
}

/** Whom to call. */
export interface EmergencyContact {
  readonly name: string;
  readonly phone: string;
  readonly relationship?: string;
}

/** A weekly span in which a caregiver can work, in the agency's zone. */
export interface AvailabilityWindow {
  readonly day: Weekday;
  /** `HH:MM`. */
  readonly start: string;
  /** `HH:MM`; `24:00` is midnight; at or before `start` it runs into the next day. */
  readonly end: string;
}

/**
 * A record with personal data. Printed by `console.log` and `util.inspect` it shows ids and statuses only, so that a
 * name does not reach a log by accident; read the property to use the value. `JSON.stringify` writes everything.
 */
abstract class PersonalRecord {
  /** @internal */
  constructor(fields: unknown) {
    Object.assign(this, fields);
  }

  /** The properties that may be shown. */
  protected abstract shown(): object;

  /** What `console.log` shows. */
  [inspect.custom](_depth: number, options: InspectOptions): string {
    return `${this.constructor.name} ${inspect(this.shown(), options)}`;
  }
}

/** Somebody who receives care. */
export class Client extends PersonalRecord {
  declare readonly id: string;
  declare readonly firstName: string;
  declare readonly lastName: string;
  declare readonly email: string | null;
  declare readonly phone: string;
  declare readonly address: Address;
  declare readonly status: ClientStatus;
  declare readonly emergencyContacts: readonly EmergencyContact[];
  declare readonly payerSource: Payer | null;
  declare readonly authorizedHoursPerWeek: number | null;
  declare readonly startDate: CalendarDate | null;
  declare readonly dischargeDate: CalendarDate | null;
  declare readonly referralSource: string | null;
  declare readonly careCoordinator: string | null;
  /** BCP 47, such as `es`. */
  declare readonly preferredLanguage: string | null;
  declare readonly genderPreference: Gender | null;
  declare readonly externalId: string | null;
  declare readonly updatedAt: Instant;

  protected override shown() {
    return { id: this.id, status: this.status };
  }
}

/** Somebody who gives care. */
export class Caregiver extends PersonalRecord {
  declare readonly id: string;
  declare readonly firstName: string;
  declare readonly lastName: string;
  declare readonly email: string | null;
  declare readonly phone: string;
  /** Only active ones may work. */
  declare readonly status: CaregiverStatus;
  declare readonly certifications: readonly Certification[];
  declare readonly availability: readonly AvailabilityWindow[];
  /** The ZIP code the caregiver works in. */
  declare readonly serviceArea: string | null;
  declare readonly performanceRating: number | null;
  declare readonly hireDate: CalendarDate | null;
  declare readonly backgroundCheckStatus: BackgroundCheck | null;
  declare readonly skills: readonly string[];
  /** BCP 47. */
  declare readonly languages: readonly string[];
  declare readonly gender: Gender | null;
  declare readonly externalId: string | null;
  declare readonly updatedAt: Instant;

  protected override shown() {
    return { id: this.id, status: this.status };
  }
}

/** A planned or past visit. */
export class Shift extends PersonalRecord {
  declare readonly id: string;
  declare readonly clientId: string;
  /** Nobody, for an open shift. */
  declare readonly caregiverId: string | null;
  declare readonly scheduledStart: Instant;
  declare readonly scheduledEnd: Instant;
  /** Clock-in. */
  declare readonly actualStart: Instant | null;
  /** Clock-out. */
  declare readonly actualEnd: Instant | null;
  declare readonly status: ShiftStatus;
  declare readonly visitType: VisitType;
  declare readonly billableHours: number | null;
  declare readonly clientZipCode: string | null;
  declare readonly clientGenderPreference: Gender | null;
  declare readonly clientLanguage: string | null;
  declare readonly requiredCertifications: readonly Certification[];
  declare readonly careCoordinator: string | null;
  declare readonly payerSource: Payer | null;
  declare readonly updatedAt: Instant;

  protected override shown() {
    return {
      id: this.id,
      status: this.status,
      scheduledStart: this.scheduledStart,
      clientId: this.clientId,
      caregiverId: this.caregiverId,
    };
  }
}

/** Electronic visit verification of one shift. */
export interface Evv {
  readonly shiftId: string;
  readonly caregiverId: string;
  readonly clockIn: Instant;
  /** Nothing while the visit runs. */
  readonly clockOut: Instant | null;
  readonly gpsVerified: boolean | null;
  readonly method: EvvMethod | null;
  /** What the vendor found amiss, as codes. */
  readonly exceptions: readonly string[];
}

/** What a check of the connection saw. */
export interface Verification {
  readonly agencyId: string;
  readonly environment: string;
  /** How many clients the agency has. */
  readonly clientTotal: number;
}

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** How many there are over all pages. */
  readonly total: number;
  /** How many stand before this page. */
  readonly offset: number;
  /**
   * 1 for the first reading. Where the list changed while it was read it is read again from the start, and pages of
   * a later pass make those of earlier passes void.
   */
  readonly pass: number;
}
