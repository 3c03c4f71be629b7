import { inspect } from 'node:util';

import type * as native from '../native/index.js';
import { take } from './call.js';
import { camelCase } from './json.js';
import type { Part, ShiftSummary } from './ranking.js';

/** One of the first few. */
export interface TopCandidate {
  /** 1 for the best. */
  readonly rank: number;
  readonly caregiverId: string;
  /** 1 for the best, where the policy has tiers. */
  readonly tier?: number;
  /** The sum of the parts' points, in the policy's unit. */
  readonly score: number;
  /** Minutes of overtime the shift adds, by the policy's labour law. */
  readonly overtimeMinutes: number;
  /** What overtime premiums rise by, in minor units. */
  readonly overtimePremium: number;
  readonly parts: readonly Part[];
}

/** The first few for one shift: those of the ranking of everybody. Nobody else was looked at. */
export interface TopRanking {
  readonly shift: ShiftSummary;
  readonly policy: { readonly name: string; readonly version: number };
  readonly candidates: readonly TopCandidate[];
}

/** All places of all shifts as columns of equal length. */
export interface TopColumns {
  readonly shiftId: readonly string[];
  readonly rank: readonly number[];
  readonly caregiverId: readonly string[];
  readonly score: readonly number[];
  readonly overtimeMinutes: readonly number[];
  /** Minor units. */
  readonly overtimePremium: readonly number[];
}

/** The first few for each of some shifts. Each ranking is made into objects when it is asked for. */
export class TopRankings implements Iterable<TopRanking> {
  readonly #native: native.TopRankings;

  /** @internal Comes from `Roster.rankMany`. */
  constructor(held: native.TopRankings) {
    this.#native = held;
  }

  /** How many shifts there are. */
  get length(): number {
    return this.#native.length;
  }

  /** The ranking at a position; from the end where that is negative. */
  at(position: number): TopRanking | undefined {
    const at = position < 0 ? position + this.length : position;
    if (!Number.isInteger(at) || at < 0 || at >= this.length) return undefined;
    return camelCase(JSON.parse(take(this.#native.json(at)))) as TopRanking;
  }

  *[Symbol.iterator](): Iterator<TopRanking> {
    for (let at = 0; at < this.length; at += 1) yield this.at(at)!;
  }

  /** All places as columns, for a table. */
  columns(): TopColumns {
    return this.#native.columns();
  }

  [inspect.custom](): string {
    return `TopRankings { shifts: ${this.length} }`;
  }
}
