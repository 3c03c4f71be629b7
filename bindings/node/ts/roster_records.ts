/** An instant on its way in: a `Date`, or ISO 8601 with an offset. */
export type InstantGiven = Date | string;

/** What ranking needs to know of a caregiver. */
export interface RosterCaregiver {
  readonly id: string;
  /** Only `active` may work. */
  readonly status: string;
  /** The ZIP code the caregiver works in. */
  readonly serviceArea?: string | null | undefined;
  readonly certifications?: readonly string[] | undefined;
  /** BCP 47 tags. */
  readonly languages?: readonly string[] | undefined;
  readonly gender?: string | null | undefined;
  /** Weekly windows in the agency's zone. Empty: none was declared, and none is enforced. */
  readonly availability?: readonly { readonly day: string; readonly start: string; readonly end: string }[] | undefined;
  /** Where one is recorded, only `cleared` may work. */
  readonly backgroundCheckStatus?: string | null | undefined;
}

/** What ranking needs to know of a shift. */
export interface RosterShift {
  readonly id: string;
  readonly clientId: string;
  readonly scheduledStart: InstantGiven;
  readonly scheduledEnd: InstantGiven;
  readonly status: string;
  readonly caregiverId?: string | null | undefined;
  readonly actualStart?: InstantGiven | null | undefined;
  readonly actualEnd?: InstantGiven | null | undefined;
  readonly clientZipCode?: string | null | undefined;
  readonly clientGenderPreference?: string | null | undefined;
  readonly clientLanguage?: string | null | undefined;
  readonly requiredCertifications?: readonly string[] | undefined;
}

/** A point in millionths of a degree. */
export interface CoordinatesE6 {
  readonly latitudeE6: number;
  readonly longitudeE6: number;
}

/** What an agency knows of a caregiver beside the vendor's record. */
export interface CaregiverProfile {
  readonly caregiverId: string;
  readonly home?: CoordinatesE6 | null | undefined;
  readonly homeZipCode?: string | null | undefined;
  /** `expiresOn` is a date, or `never`. */
  readonly credentials?: readonly { readonly name: string; readonly expiresOn: string }[] | undefined;
  readonly skills?: readonly string[] | undefined;
  readonly timeOff?:
    | readonly { readonly firstDay: string; readonly lastDay: string; readonly from?: string; readonly until?: string }[]
    | undefined;
  readonly excludedClients?: readonly string[] | undefined;
  /** `pets`, `smoking`, `live_in`, `car`, `lift`: whether the caregiver accepts it. */
  readonly accepts?: Readonly<Record<string, boolean>> | undefined;
  readonly maxDriveMetres?: number | null | undefined;
  readonly paperworkComplete?: boolean | null | undefined;
  readonly maxDayMinutes?: number | null | undefined;
  readonly maxWeekMinutes?: number | null | undefined;
  readonly wantedWeekMinutes?: number | null | undefined;
  /** Minor units (cents) per hour. */
  readonly payRate?: number | null | undefined;
  readonly attendance?: { readonly accepted: number; readonly missed: number } | null | undefined;
  readonly response?: { readonly offered: number; readonly accepted: number } | null | undefined;
  readonly lastOfferedAt?: InstantGiven | null | undefined;
}

/** What an agency knows of a client beside the vendor's record. */
export interface ClientRecord {
  readonly clientId: string;
  readonly home?: CoordinatesE6 | null | undefined;
  readonly excludedCaregivers?: readonly string[] | undefined;
  readonly preferredCaregivers?: readonly string[] | undefined;
  /** Only caregivers the client knows may come. */
  readonly familiarOnly?: boolean | undefined;
  /** `skills`, `language`, `gender` with its `reason`, `conditions`: what every shift here asks for. */
  readonly requirements?: object | undefined;
}
