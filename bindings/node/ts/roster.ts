import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';

import * as native from '../native/index.js';
import { take } from './call.js';
import { id, invalidInput } from './json.js';
import { Ranking } from './ranking.js';

/**
 * A validated snapshot of an agency: caregivers, shifts, the zone, the workweek.
 *
 * It is held on the Rust side, so it crosses the language border once, and it never changes. Ranking takes no I/O and
 * is done when the method returns.
 *
 * ```js
 * const roster = Roster.load('roster.json');
 * for (const shiftId of roster.openShiftIds) {
 *   const best = roster.rank(shiftId).candidates.slice(0, 3);
 * }
 * ```
 */
export class Roster {
  readonly #native: native.Roster;

  /** @internal Use `Roster.load`, `Roster.fromJson` or `WellSky.roster`. */
  constructor(held: native.Roster) {
    this.#native = held;
  }

  /**
   * Reads a roster file (JSON, format `careweave.roster/1`, UTF-8).
   *
   * @throws the file system's error when the file cannot be read; `InvalidInputError` when it breaks a rule, with the
   * `record` and the `field` in its context.
   */
  static load(path: string | URL): Roster {
    const bytes = readFileSync(path);
    let text: string;
    try {
      text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw invalidInput('roster.load', '(file)', 'must be UTF-8');
    }
    return Roster.fromJson(text);
  }

  /**
   * Reads the text of a roster file.
   *
   * @throws `InvalidInputError` when it breaks a rule, with the `record` and the `field` in its context.
   */
  static fromJson(text: string): Roster {
    if (typeof text !== 'string') throw invalidInput('roster.load', 'text', 'must be a string');
    return new Roster(take(native.Roster.fromJson(text)));
  }

  /** The shifts that wait for a caregiver and have not started, by start, then id. */
  get openShiftIds(): readonly string[] {
    return this.#native.openShiftIds;
  }

  /**
   * Ranks the caregivers for one open shift.
   *
   * @throws `NotFoundError` when the roster has no such shift, `InvalidInputError` when the shift is not open.
   */
  rank(shiftId: string): Ranking {
    return new Ranking(take(this.#native.rank(id('matching.rank', 'shiftId', shiftId))));
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

  /** The roster as the text of a roster file, for `Roster.fromJson` in a worker or another process. */
  toJson(): string {
    return take(this.#native.toJson());
  }

  [inspect.custom](): string {
    return `Roster { openShifts: ${this.openShiftIds.length} }`;
  }
}
