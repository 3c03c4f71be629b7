import * as native from '../native/index.js';
import { take } from './call.js';
import { compute } from './compute.js';
import type { Instant } from './generated/models.js';
import { instant, invalidInput } from './json.js';
import type { InstantGiven } from './roster_records.js';

const CONFLICTS = 'calendars.conflicts';

/** A window, a slot, a booking: from an instant until before another. */
export interface HasTime {
  readonly start: InstantGiven;
  readonly end: InstantGiven;
}

/** From an instant until before another, in UTC. */
export interface Window {
  readonly start: Instant;
  readonly end: Instant;
}

/** Time that somebody claims: an appointment of any service, a shift, a block. */
export interface Claim extends HasTime {
  /** Whose time: the same name for one person in all services. */
  readonly who: string;
  /** Minutes that have to stay free before it, such as the way there; none unless set. */
  readonly beforeMinutes?: number | undefined;
  /** Minutes that have to stay free after it; none unless set. */
  readonly afterMinutes?: number | undefined;
}

/** Two claims on the time of one person. */
export interface Conflict<C extends Claim> {
  /** The one that starts first; of two that start together, the one that was given first. */
  readonly first: C;
  readonly second: C;
  /** From when both want it, buffers included. */
  readonly start: Date;
  readonly end: Date;
}

/** What an offer has to satisfy besides being free at its service. */
export interface OfferRules {
  readonly now: InstantGiven;
  readonly beforeMinutes?: number | undefined;
  readonly afterMinutes?: number | undefined;
  /** The shortest notice. */
  readonly noticeMinutes?: number | undefined;
}

/** Somebody an appointment could go to. */
export interface Contender {
  readonly id: string;
  /** Whether the time is free. */
  readonly available: boolean;
  /** How many appointments this one was given in the period that is balanced; none unless set. */
  readonly given?: number | undefined;
  readonly lastGiven?: InstantGiven | undefined;
  /** The share of appointments meant for this one, in proportion to the others; 1 unless set. */
  readonly weight?: number | undefined;
}

/** Whose turn it is. */
export interface Choice {
  /** Who gets it; `null` when nobody is free. */
  readonly chosen: string | null;
  /** Everyone, in the order of their turns: those who are busy last. */
  readonly reasons: readonly {
    readonly id: string;
    readonly reason:
      | 'busy'
      | 'least_given'
      | 'waited_longest'
      | 'first_in_order'
      | 'given_more'
      | 'waited_less'
      | 'later_in_order';
  }[];
}

/**
 * Every two claims that want the time of one person, in order of the time they both want: n log n, not n times n. Windows are half
 * open. The buffers of both stand between two claims; the longer of the first one's after and the second one's before has to fit.
 *
 * @throws `InvalidInputError` that names the claim and the field.
 */
export function conflicts<C extends Claim>(claims: readonly C[]): Conflict<C>[] {
  const people = new Map<string, number>();
  const columns = new Float64Array(claims.length * 5);
  claims.forEach((claim, place) => {
    if (typeof claim?.who !== 'string') throw wrong(place, 'who', 'must be a string');
    let who = people.get(claim.who);
    if (who === undefined) people.set(claim.who, (who = people.size));
    columns.set(
      [
        who,
        milliseconds(claim.start, place, 'start'),
        milliseconds(claim.end, place, 'end'),
        minutes(claim.beforeMinutes, place, 'beforeMinutes'),
        minutes(claim.afterMinutes, place, 'afterMinutes'),
      ],
      place * 5,
    );
  });
  const found = take(native.calendarConflicts(columns));
  return Array.from({ length: found.length / 4 }, (_, row) => {
    const [first, second, start, end] = found.subarray(row * 4, row * 4 + 4) as unknown as [number, number, number, number];
    return { first: claims[first] as C, second: claims[second] as C, start: new Date(start), end: new Date(end) };
  });
}

/** Busy time of many calendars as one: in order, none overlapping or touching another. */
export function merged(busy: Iterable<HasTime>): readonly Window[] {
  return compute('calendars.merged', '', { busy: windows(busy) });
}

/** What of a range is free of `busy`, in order. */
export function free(start: InstantGiven, end: InstantGiven, busy: Iterable<HasTime>): readonly Window[] {
  return compute('calendars.free', '', { start, end, busy: windows(busy) });
}

/**
 * The slots of a service that are free here as well, in the order they came: nothing busy, from whatever service, stands in the
 * way with the buffers around it, and there is enough notice.
 */
export function bookable<S extends HasTime>(slots: readonly S[], busy: Iterable<HasTime>, rules: OfferRules): S[] {
  const { now, beforeMinutes = 0, afterMinutes = 0, noticeMinutes = 0 } = rules;
  const given = { slots: windows(slots), busy: windows(busy), now, beforeMinutes, afterMinutes, noticeMinutes };
  return compute<number[]>('calendars.bookable', '', given).map((place) => slots[place] as S);
}

/**
 * Whose turn it is: least given in proportion to the share, then longest waiting, then smallest id. The order of the contenders
 * does not matter.
 *
 * @throws `InvalidInputError` for a weight of 0 and for an id that stands twice.
 */
export function choose(contenders: readonly Contender[]): Choice {
  const all = contenders.map((one) => ({ ...one, given: one.given ?? 0, weight: one.weight ?? 1 }));
  return compute('calendars.choose', '', { contenders: all });
}

function windows(given: Iterable<HasTime>): HasTime[] {
  return Array.from(given, ({ start, end }) => ({ start, end }));
}

function milliseconds(value: InstantGiven, place: number, field: string): number {
  return value instanceof Date && !Number.isNaN(value.getTime())
    ? value.getTime()
    : Date.parse(instant(CONFLICTS, `claims[${place}].${field}`, value));
}

function minutes(value: number | undefined, place: number, field: string): number {
  if (value === undefined) return 0;
  if (Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff) return value;
  throw wrong(place, field, 'must be a whole number of minutes, zero or more');
}

function wrong(place: number, field: string, rule: string): Error {
  return invalidInput(CONFLICTS, `claims[${place}].${field}`, rule);
}
