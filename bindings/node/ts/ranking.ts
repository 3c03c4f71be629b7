import type { BackgroundCheck, CaregiverStatus, Certification, Instant } from './generated/models.js';
import { camelCase } from './json.js';

/** The shift a ranking is for. */
export interface ShiftSummary {
  readonly id: string;
  readonly clientId: string;
  readonly scheduledStart: Instant;
  readonly scheduledEnd: Instant;
}

/** One rule's share of a score. */
export interface Part {
  /** The documented heuristic has the first five; other policies have more. */
  readonly rule: 'service_area' | 'past_visits' | 'overtime' | 'gender' | 'language' | (string & {});
  /** Zero when the rule does not apply. */
  readonly points: number;
  /** A few words without personal data. */
  readonly why: string;
}

/** A caregiver's minutes in one workweek, without and with the shift. */
export interface WeekHours {
  readonly weekStart: Instant;
  readonly beforeMinutes: number;
  readonly afterMinutes: number;
  /** Minutes over 40 hours that the shift adds. */
  readonly overtimeMinutes: number;
}

/** What a shift does to a caregiver's workweeks. */
export interface Workload {
  /** Over all workweeks the shift touches. */
  readonly overtimeMinutes: number;
  /** One, or two when the shift crosses the start of the workweek. */
  readonly weeks: readonly WeekHours[];
}

/** A caregiver who may take the shift. */
export interface Candidate {
  /** 1 for the best. */
  readonly rank: number;
  readonly caregiverId: string;
  /** 1 for the best, where the policy has tiers. */
  readonly tier?: number;
  /** The sum of the parts' points. */
  readonly score: number;
  readonly parts: readonly Part[];
  readonly workload: Workload;
}

/** One reason why a caregiver may not take a shift; policies with more gates have more, see `Roster.whyNot`. */
export type Exclusion =
  | { readonly reason: 'not_active'; readonly status: CaregiverStatus }
  | { readonly reason: 'background_check'; readonly status: BackgroundCheck }
  | { readonly reason: 'missing_certification'; readonly certification: Certification }
  | { readonly reason: 'not_available' }
  | { readonly reason: 'schedule_conflict'; readonly shiftId: string };

/** A caregiver who may not take the shift, with every reason. */
export interface Excluded {
  readonly caregiverId: string;
  readonly reasons: readonly Exclusion[];
}

/** The fields of a ranking, without its text. */
export interface RankingFields {
  readonly shift: ShiftSummary;
  /** The policy it was made by. */
  readonly policy: { readonly name: string; readonly version: number };
  /** Who may take the shift, best first. */
  readonly candidates: readonly Candidate[];
  /** Who may not, and why. */
  readonly excluded: readonly Excluded[];
}

/** Who may take one shift, best first, and why each of the others may not. */
export class Ranking implements RankingFields {
  declare readonly shift: ShiftSummary;
  declare readonly policy: { readonly name: string; readonly version: number };
  declare readonly candidates: readonly Candidate[];
  declare readonly excluded: readonly Excluded[];
  readonly #text: string;

  /** @internal */
  constructor(text: string) {
    Object.assign(this, camelCase(JSON.parse(text)));
    this.#text = text;
  }

  /** The ranking as one line of JSON: the very text Rust, Python and the command line print. */
  toJson(): string {
    return this.#text;
  }
}
