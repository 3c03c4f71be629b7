import { inspect } from 'node:util';

import type * as native from '../native/index.js';
import { type CallOptions, run, runText } from './call.js';
import type { Instant } from './generated/models.js';
import { camelCase, id } from './json.js';
import type { Exclusion, RankingFields } from './ranking.js';

/** Whom to ask for one shift. */
export interface Offer {
  readonly shiftId: string;
  /** 1 for the first round. */
  readonly wave: number;
  /** Best first. */
  readonly caregiverIds: readonly string[];
}

/** What became of an assignment. */
export type AssignOutcome =
  /** Assigned now, read back from WellSky, recorded. */
  | { readonly result: 'assigned'; readonly caregiverId: string }
  /** Was assigned to this caregiver before; nothing was sent. */
  | { readonly result: 'already_assigned'; readonly caregiverId: string }
  /** Somebody else has the shift, or claimed it first. */
  | { readonly result: 'taken'; readonly caregiverId: string | null }
  /** WellSky refused, or the shift is not to be had. */
  | { readonly result: 'refused'; readonly reason: string }
  /** Not known yet. The claim is held; call again with the same caregiver at or after `until`. */
  | { readonly result: 'in_doubt'; readonly caregiverId: string; readonly until: Instant };

/** What became of a caregiver's yes. */
export type ClaimOutcome =
  | AssignOutcome
  /** The caregiver may not take the shift any more, because of what was assigned since the offer. */
  | { readonly result: 'no_longer_eligible'; readonly reasons: readonly Exclusion[] };

/** What was said to an offer. */
export interface Answer {
  readonly caregiverId: string;
  readonly answer: 'yes' | 'no';
  /** For a yes: what became of it. */
  readonly outcome?: ClaimOutcome;
}

/** Where an open shift ended up. */
export type ShiftOutcome =
  | { readonly status: 'assigned'; readonly caregiverId: string }
  | { readonly status: 'already_assigned'; readonly caregiverId: string | null }
  | { readonly status: 'nobody_eligible' }
  | { readonly status: 'nobody_accepted' }
  | { readonly status: 'waiting' }
  | { readonly status: 'in_doubt'; readonly caregiverId: string; readonly until: Instant };

/** Everything that happened to one open shift. */
export interface ShiftReport {
  readonly ranking: RankingFields;
  /** Who was asked, round by round. */
  readonly offers: readonly (readonly string[])[];
  readonly answers: readonly Answer[];
  readonly outcome: ShiftOutcome;
}

/** A claim of an earlier run, as this run found it. */
export type EarlierClaim = AssignOutcome & { readonly shiftId: string };

/** How many of what. */
export interface FillCounts {
  readonly open: number;
  readonly assigned: number;
  readonly nobodyEligible: number;
  readonly nobodyAccepted: number;
  readonly inDoubt: number;
  /** Caregivers asked, over all shifts and rounds. */
  readonly asked: number;
  /** Claims of earlier runs that stand. */
  readonly earlier: number;
}

/** What a job did. */
export class FillReport {
  /** The instant of the roster. */
  declare readonly asOf: Instant;
  declare readonly zone: string;
  /** The open shifts by start. */
  declare readonly shifts: readonly ShiftReport[];
  declare readonly earlier: readonly EarlierClaim[];
  declare readonly counts: FillCounts;
  readonly #text: string;

  /** @internal */
  constructor(text: string) {
    Object.assign(this, camelCase(JSON.parse(text)));
    this.#text = text;
  }

  /** The report as one line of JSON: the very text Rust, Python and the command line print. */
  toJson(): string {
    return this.#text;
  }
}

/**
 * The main job: the open shifts of an agency, from ranking to verified assignment.
 *
 * It sends no messages itself. It says whom to ask, the caller asks them by whatever channel it has, and hands each
 * answer back in the order in which it arrived. The first claim that WellSky confirms wins.
 */
export class FillJob {
  readonly #native: native.FillJob;

  /** @internal Use `WellSky.fillOpenShifts`. */
  constructor(held: native.FillJob) {
    this.#native = held;
  }

  /** Whom to ask next; empty when nobody is left to ask. */
  async nextOffers(options?: CallOptions): Promise<Offer[]> {
    return camelCase(await run(this.#native.nextOffers(), options)) as Offer[];
  }

  /**
   * A caregiver said yes.
   *
   * @throws `NotFoundError` for a shift the job does not offer, `InvalidInputError` for a caregiver who was not asked;
   * failures of the store and of reads. A failed write is an outcome, not an error.
   */
  async claim(shiftId: string, caregiverId: string, options?: CallOptions): Promise<ClaimOutcome> {
    const [shift, caregiver] = ids('fill.claim', shiftId, caregiverId);
    return camelCase(await run(this.#native.claim(shift, caregiver), options)) as ClaimOutcome;
  }

  /** A caregiver said no. */
  async decline(shiftId: string, caregiverId: string, options?: CallOptions): Promise<void> {
    const [shift, caregiver] = ids('fill.decline', shiftId, caregiverId);
    await runText(this.#native.decline(shift, caregiver), options);
  }

  /** What happened so far. */
  async report(options?: CallOptions): Promise<FillReport> {
    return new FillReport(await runText(this.#native.report(), options));
  }

  [inspect.custom](): string {
    return 'FillJob {}';
  }
}

function ids(operation: string, shiftId: string, caregiverId: string): [string, string] {
  return [id(operation, 'shiftId', shiftId), id(operation, 'caregiverId', caregiverId)];
}
