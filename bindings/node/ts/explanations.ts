import type { Candidate } from './ranking.js';

/** One reason why a caregiver may not take a shift. */
export interface Reason {
  /** `not_active`, `not_available`, `schedule_conflict`, `overtime` and so on. */
  readonly reason: string;
  /** The same in a few words, with its particulars. */
  readonly phrase: string;
}

/** One rule in which two candidates differ. */
export interface Difference {
  readonly rule: string;
  /** Points of the one less points of the other, in the policy's unit. */
  readonly points: number;
  /** Why the one has theirs. */
  readonly one: string;
  /** Why the other has theirs. */
  readonly other: string;
}

/** Two candidates, rule by rule. */
export interface Comparison {
  readonly one: string;
  readonly other: string;
  readonly oneIsFirst: boolean;
  /** What the scores differ by: the sum of the differences. */
  readonly points: number;
  readonly differences: readonly Difference[];
}

/** A single change that would make a candidate the first, and the smallest of its kind. */
export interface Counterfactual {
  readonly change: 'less_overtime_minutes' | 'nearer_metres' | 'more_visits';
  readonly amount: number;
  readonly phrase: string;
}

/** Where a caregiver stands for a shift. */
export type Standing =
  | {
      readonly standing: 'ranked';
      readonly candidate: Candidate;
      /** The best candidate against this one; `null` for the best. */
      readonly behind: Comparison | null;
      /** Empty where no single change would do it. */
      readonly wouldBeFirst: readonly Counterfactual[];
    }
  | { readonly standing: 'excluded'; readonly reasons: readonly Reason[] };
