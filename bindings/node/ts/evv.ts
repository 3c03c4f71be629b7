import { compute } from './compute.js';
import type { InstantGiven } from './roster_records.js';

/** Millimetres in an international mile. */
export const MILLIMETRES_PER_MILE = 1_609_344;

/** Quarter hours billed to a payer. No wage is computed from them. */
export type BillingUnits = number & { readonly __ledger: 'billing' };

/** Minutes actually worked. Nothing is billed by them. */
export type WageMinutes = number & { readonly __ledger: 'wages' };

/** A visit of one service. */
export interface ServiceVisit {
  readonly service: string;
  readonly start: InstantGiven;
  readonly end: InstantGiven;
}

/** Units of one service on one day of the agency. */
export interface DayUnits {
  readonly date: string;
  readonly service: string;
  readonly units: BillingUnits;
}

/** One visit as it was captured; `null` was not captured, or not matched to a known person. */
export interface VisitFacts {
  readonly signature: 'not_required' | 'given' | 'missing';
  readonly service?: string | null | undefined;
  readonly clientId?: string | null | undefined;
  readonly caregiverId?: string | null | undefined;
  /** The date in the agency's zone, `YYYY-MM-DD`. */
  readonly date?: string | null | undefined;
  /** Millimetres from the client's address, and the radius of the error. */
  readonly position?: { readonly distance: number; readonly accuracy: number } | null | undefined;
  readonly clockIn?: InstantGiven | null | undefined;
  readonly clockOut?: InstantGiven | null | undefined;
}

/** Something wrong with a visit. */
export interface Finding {
  /** `missing` (see `element`), `ends_before_it_begins`, `other_date`, `far_from_client` and so on. */
  readonly kind: string;
  /** `acknowledge`: confirmed with a reason. `fix`: corrected first. `reject`: nothing helps. */
  readonly handling: 'acknowledge' | 'fix' | 'reject';
  /** The element of the act that is missing. */
  readonly element?: 'service' | 'client' | 'caregiver' | 'date' | 'location' | 'times';
}

/** Where a visit stands: decided by the gravest finding. */
export interface VisitReview {
  readonly state: 'verified' | 'to_acknowledge' | 'to_fix' | 'rejected';
  readonly findings: readonly Finding[];
}

/** When a clock-in is expected: minutes from the scheduled start. */
export interface LatePolicy {
  readonly remindBefore: number;
  readonly nudgeAfter: number;
  /** From here the caregiver is late. */
  readonly grace: number;
  /** From here it may be a no-call-no-show, which a person has to establish. */
  readonly noShowAfter: number;
  /** From here nobody is reminded any more. */
  readonly stopAfter: number;
}

/** 15 minutes before; 5, 15, 30 and 120 after. */
export const LATE_POLICY: LatePolicy = Object.freeze({
  remindBefore: 15,
  nudgeAfter: 5,
  grace: 15,
  noShowAfter: 30,
  stopAfter: 120,
});

/** The instants of the ladder for one shift. */
export interface Ladder {
  readonly remind: string;
  readonly nudge: string;
  readonly late: string;
  readonly noShow: string;
  readonly stop: string;
}

/** Where a shift stands with its clock-in. */
export interface Attendance {
  readonly state: 'not_due' | 'remind' | 'nudge' | 'late' | 'no_show_candidate' | 'stopped' | 'clocked_in';
  /** Whole minutes after the start, once clocked in; 0 when on time or early. */
  readonly minutesLate?: number;
}

/** Quarter hours by the eight-minute rule. Give it the sum of a day's minutes of one service, or use `dailyUnits`. */
export function units15(minutes: number): BillingUnits {
  return compute('evv.units15', '', { minutes });
}

/** Units per local day and service: minutes are summed first and rounded once. */
export function dailyUnits(visits: readonly ServiceVisit[], options: { readonly zone: string }): readonly DayUnits[] {
  return compute('evv.daily_units', '', { visits, zone: options.zone });
}

/** Judges a distance from the client's address, in millimetres. Exactly at the limit is inside. */
export function gpsException(
  distanceMm: number,
  options: { readonly accuracyMm?: number | undefined; readonly limitMm?: number | undefined } = {},
): 'inside' | 'uncertain' | 'outside' {
  const { accuracyMm = 0, limitMm = MILLIMETRES_PER_MILE } = options;
  return compute('evv.gps_exception', '', { distanceMm, accuracyMm, limitMm });
}

/** Holds a visit against the six elements and the limits; the defaults are those of Colorado's state system. */
export function review(
  visit: VisitFacts,
  options: {
    /** The zone in which the date of the visit is read. */
    readonly zone: string;
    readonly distanceLimitMm?: number | undefined;
    readonly longestMinutes?: number | undefined;
  },
): VisitReview {
  const { zone, distanceLimitMm: distanceLimit, longestMinutes } = options;
  return compute('evv.review', '', { visit, policy: { zone, distanceLimit, longestMinutes } });
}

/** The minutes a visit counts for wages: from clock-in to clock-out; a started minute counts. */
export function wageMinutes(visit: VisitFacts): WageMinutes {
  return compute('evv.wage_minutes', '', { visit });
}

/** The instants at which a shift wants a clock-in: elapsed minutes, also where clocks change in between. */
export function ladder(start: InstantGiven, policy: LatePolicy = LATE_POLICY): Ladder {
  return compute('evv.ladder', '', { start, policy });
}

/** Where a shift that starts at `start` stands at `now`. A clock-in after `now` has not happened yet. */
export function late(
  now: InstantGiven,
  start: InstantGiven,
  options: { readonly clockIn?: InstantGiven | null | undefined; readonly policy?: LatePolicy | undefined } = {},
): Attendance {
  const { clockIn = null, policy = LATE_POLICY } = options;
  return compute('evv.late', '', { now, start, clockIn, policy });
}
