import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';

import * as native from '../native/index.js';
import { take } from './call.js';
import { toError } from './errors.js';
import type { Comparison, Standing } from './explanations.js';
import { camelCase, id, invalidInput } from './json.js';
import { written } from './plain.js';
import { Ranking } from './ranking.js';
import type { CaregiverProfile, ClientRecord, InstantGiven, RosterCaregiver, RosterShift } from './roster_records.js';
import { type Records, collections } from './tables.js';
import { type TopRanking, TopRankings } from './top_rankings.js';

/** Which rules a ranking goes by: the name of a preset, or the text of a policy file. */
export type PolicyChoice = 'seed-v1' | 'default' | 'relationship' | 'hierarchy' | (string & {});

/** How a roster is made. */
export interface RosterPolicy {
  /** `seed-v1`, the documented heuristic, unless stated. */
  readonly policy?: PolicyChoice | undefined;
}

/** Records of a roster: arrays of plain objects, or columns. */
export interface RosterRecords {
  readonly caregivers?: Records<RosterCaregiver> | undefined;
  /** Open shifts, bookings, and completed visits as far back as continuity is to be counted. */
  readonly shifts?: Records<RosterShift> | undefined;
  readonly profiles?: Records<CaregiverProfile> | undefined;
  readonly clients?: Records<ClientRecord> | undefined;
  /** What single shifts ask for. */
  readonly needs?: Records<{ readonly shiftId: string; readonly requirements: object }> | undefined;
  /** Remembered statements of caregivers. */
  readonly memory?: Records<object> | undefined;
}

/** What a roster is built from. */
export interface RosterParts extends RosterRecords, RosterPolicy {
  readonly caregivers: Records<RosterCaregiver>;
  readonly shifts: Records<RosterShift>;
  /** The instant of the snapshot; shifts that start at or before it are not open any more. */
  readonly asOf: InstantGiven;
  /** The agency's IANA zone. */
  readonly zone: string;
  /** Sunday at midnight unless stated. */
  readonly workweek?: { readonly weekday: string; readonly minuteOfDay?: number } | undefined;
}

/**
 * A validated snapshot of an agency: caregivers, shifts, the zone, the workweek.
 *
 * It is held on the Rust side, so it crosses the language border once. Ranking takes no I/O and is done when the method
 * returns. `book` and its siblings keep a roster up to date without building it anew.
 *
 * ```js
 * const roster = Roster.load('roster.json');
 * for (const shiftId of roster.openShiftIds) {
 *   const best = roster.rank(shiftId, { top: 3 }).candidates;
 * }
 * ```
 */
export class Roster {
  readonly #native: native.Roster;

  /** @internal Use `Roster.load`, `Roster.fromJson`, `Roster.build` or `WellSky.roster`. */
  constructor(held: native.Roster) {
    this.#native = held;
  }

  /**
   * Reads a roster file (JSON, format `careweave.roster/1`, UTF-8).
   *
   * @throws the file system's error when the file cannot be read; `InvalidInputError` when it breaks a rule, with the
   * `record` and the `field` in its context.
   */
  static load(path: string | URL, options?: RosterPolicy): Roster {
    const bytes = readFileSync(path);
    let text: string;
    try {
      text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw invalidInput('roster.load', '(file)', 'must be UTF-8');
    }
    return Roster.fromJson(text, options);
  }

  /**
   * Reads the text of a roster file.
   *
   * @throws `InvalidInputError` when it breaks a rule, with the `record` and the `field` in its context.
   */
  static fromJson(text: string, options?: RosterPolicy): Roster {
    if (typeof text !== 'string') throw invalidInput('roster.load', 'text', 'must be a string');
    return new Roster(take(native.Roster.fromJson(text, options?.policy)));
  }

  /**
   * Builds a roster once from plain objects or columns.
   *
   * @throws `InvalidInputError` when a record breaks a rule, with the `record` (`shifts[3]`) and the `field`.
   */
  static build(parts: RosterParts): Roster {
    const { policy, asOf, zone, workweek, ...records } = parts;
    const settings = written('roster.load', { asOf, zone, workweek });
    return new Roster(take(native.Roster.fromCollections(settings, collections('roster.load', records), policy)));
  }

  /** The same roster under another policy, as a roster of its own. */
  withPolicy(policy: PolicyChoice): Roster {
    return new Roster(take(this.#native.withPolicy(id('roster.load', 'policy', policy))));
  }

  /** The policy as the text of a policy file. */
  get policyJson(): string {
    return this.#native.policyJson;
  }

  /** The shifts that wait for a caregiver and have not started, by start, then id. */
  get openShiftIds(): readonly string[] {
    return this.#native.openShiftIds;
  }

  /**
   * Ranks the caregivers for one open shift: all of them, or the first `top` of the same ranking in a fraction of the time.
   *
   * @throws `NotFoundError` when the roster has no such shift, `InvalidInputError` when the shift is not open.
   */
  rank(shiftId: string): Ranking;
  rank(shiftId: string, options: { readonly top: number }): TopRanking;
  rank(shiftId: string, options?: { readonly top: number }): Ranking | TopRanking {
    const shift = id('matching.rank', 'shiftId', shiftId);
    if (options === undefined) return new Ranking(take(this.#native.rank(shift)));
    return new TopRankings(take(this.#native.top([shift], howMany('top', options.top), 1))).at(0)!;
  }

  /**
   * The first `top` (10 unless stated) for each of some open shifts, or for every open shift by start. The answer does not
   * depend on the number of threads.
   *
   * @throws `NotFoundError` when the roster has no such shift, `InvalidInputError` when a shift is not open.
   */
  rankMany(
    options: {
      readonly shiftIds?: readonly string[] | undefined;
      readonly top?: number | undefined;
      readonly threads?: number | undefined;
    } = {},
  ): TopRankings {
    const { shiftIds, top = 10, threads = 1 } = options;
    const shifts = shiftIds?.map((shift, at) => id('matching.rank', `shiftIds[${at}]`, shift));
    return new TopRankings(take(this.#native.top(shifts, howMany('top', top), howMany('threads', threads))));
  }

  /** Ranks for every open shift, in order of start. */
  rankAll(): Ranking[] {
    return take(this.#native.rankOpen()).map((text) => new Ranking(text));
  }

  /**
   * The rankings for every open shift, or for one shift, as one line of JSON, `{"rankings":[…]}`: the very text that
   * `careweave rank --json` prints.
   */
  rankAllJson(shiftId?: string): string {
    return take(this.#native.rankingsJson(shiftId === undefined ? undefined : id('matching.rank', 'shiftId', shiftId)));
  }

  /**
   * Why a caregiver is not the first for a shift: every reason against, or the rank, what separates it from the first, and
   * which single change would make it the first.
   *
   * @throws `NotFoundError` when the roster has no such shift or caregiver, `InvalidInputError` when the shift is not open.
   */
  whyNot(shiftId: string, caregiverId: string): Standing {
    const operation = 'matching.why_not';
    const [shift, caregiver] = [id(operation, 'shiftId', shiftId), id(operation, 'caregiverId', caregiverId)];
    return camelCase(JSON.parse(take(this.#native.whyNot(shift, caregiver)))) as Standing;
  }

  /**
   * Why one caregiver comes before or after another for a shift, rule by rule.
   *
   * @throws as `whyNot`, and `InvalidInputError` when one of them may not take the shift.
   */
  compare(shiftId: string, one: string, other: string): Comparison {
    const operation = 'matching.compare';
    const text = this.#native.compare(
      id(operation, 'shiftId', shiftId),
      id(operation, 'one', one),
      id(operation, 'other', other),
    );
    return camelCase(JSON.parse(take(text))) as Comparison;
  }

  /**
   * An open shift was given to a caregiver.
   *
   * @throws `NotFoundError` when the roster has no such shift or caregiver, `ConflictError` when the shift is not open.
   * Nothing has changed then.
   */
  book(shiftId: string, caregiverId: string): void {
    this.#apply({ kind: 'booked', shiftId, caregiverId });
  }

  /** Its caregiver gave a shift back: it is open again. Throws as `book`. */
  release(shiftId: string): void {
    this.#apply({ kind: 'released', shiftId });
  }

  /** A shift will not take place. Throws as `book`. */
  cancel(shiftId: string): void {
    this.#apply({ kind: 'cancelled', shiftId });
  }

  /** The caregiver has clocked in. Throws as `book`. */
  clockIn(shiftId: string): void {
    this.#apply({ kind: 'clocked_in', shiftId });
  }

  /** The visit took place. Throws as `book`. */
  complete(shiftId: string): void {
    this.#apply({ kind: 'completed', shiftId });
  }

  #apply(event: object): void {
    done(this.#native.apply(written('roster.apply', event)));
  }

  /**
   * Takes whole records in place of those with the same id, or beside the others. Only these cross the border; the roster is
   * validated and indexed anew on the Rust side. For what happens to a shift, `book` and its siblings are faster by far.
   *
   * @throws `InvalidInputError` when a record breaks a rule. Nothing has changed then.
   */
  update(records: RosterRecords): void {
    done(this.#native.update(collections('roster.update', { ...records })));
  }

  /** The roster as the text of a roster file, for `Roster.fromJson` in a worker or another process. */
  toJson(): string {
    return take(this.#native.toJson());
  }

  [inspect.custom](): string {
    return `Roster { openShifts: ${this.openShiftIds.length} }`;
  }
}

function done(failure: native.Failure | null): void {
  if (failure) throw toError(failure);
}

function howMany(field: string, value: unknown): number {
  if (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 1_000_000) return value as number;
  throw invalidInput('matching.rank', field, 'must be a whole number from 1 to 1000000');
}
