import * as native from '../native/index.js';
import { take } from './call.js';
import { compute } from './compute.js';
import { camelCase, invalidInput } from './json.js';
import { written } from './plain.js';
import type { InstantGiven } from './roster_records.js';

/** An amount in minor units (cents, centavos). */
export interface Money {
  readonly minor: number;
  readonly currency: string;
}

/** A place of work, whose labour law governs. */
export type Place =
  | 'US'
  | 'US-CO'
  | 'US-CA'
  | 'US-NV'
  | 'US-NY'
  | 'US-AK'
  | 'US-PR'
  | 'US-KY'
  | 'US-OR'
  | 'US-WA'
  | 'BR';

/** One stretch of one caregiver's time. */
export interface WorkSegment {
  /** On a whole minute. */
  readonly start: InstantGiven;
  /** On a whole minute; not part of it. */
  readonly end: InstantGiven;
  /** Pay in minor units per hour. */
  readonly rate: number;
  readonly place: Place;
  /** `work` unless stated. */
  readonly kind?:
    | 'work'
    | 'travel'
    | 'sleep'
    | 'on_call_restricted'
    | 'on_call_unrestricted'
    | 'meal_on_duty'
    | 'meal_off_duty'
    | undefined;
  readonly day?: 'ordinary' | 'rest_day' | undefined;
  /** The shift this belongs to, for messages. */
  readonly shiftId?: string | undefined;
}

/** A nondiscretionary bonus: part of the regular rate of the week in which it was earned. */
export interface Bonus {
  readonly earnedAt: InstantGiven;
  readonly amount: Money;
}

/** From an instant up to, and without, another. */
export interface TimeSpan {
  readonly start: string;
  readonly end: string;
}

/** One rule in one week. */
export interface RuleMinutes {
  readonly rule: string;
  /** What it adds to the rate: 50 for time and a half. */
  readonly extraPercent: number;
  /** Minutes it makes overtime, looked at alone. */
  readonly claimed: number;
  /** Minutes it is paid for; over all rules they sum up to the week's overtime. */
  readonly credited: number;
}

/** A quotient of two whole numbers in lowest terms, `70044/45`, or a whole number, `1800`. */
export type Fraction = string;

/** What a workweek came to. */
export interface Week {
  /** Its first date on the employer's wall clock. */
  readonly startsOn: string;
  readonly week: TimeSpan;
  readonly workedMinutes: number;
  readonly overtimeMinutes: number;
  /** Rules that make some minute overtime. */
  readonly byRule: readonly RuleMinutes[];
  /** Minor units per hour, exactly; `null` without work. */
  readonly regularRate: Fraction | null;
  readonly straight: Money;
  readonly bonus: Money;
  /** What overtime adds, rounded half to even. */
  readonly premium: Money;
  /** Pay for long or split days, where the law has it. */
  readonly spread: Money;
  /** Everything, rounded once, half to even. */
  readonly pay: Money;
  /** Amounts in minor units, before they are rounded. */
  readonly exact: {
    readonly straight: Fraction;
    readonly bonus: Fraction;
    readonly premium: Fraction;
    readonly spread: Fraction;
    readonly pay: Fraction;
  };
}

/** A week's minutes. */
export interface WeekMinutes {
  readonly worked: number;
  readonly overtime: number;
}

/** One workweek before and after. */
export interface WeekChange {
  readonly week: TimeSpan;
  readonly startsOn: string;
  readonly before: WeekMinutes;
  readonly after: WeekMinutes;
  readonly byRule: readonly {
    readonly rule: string;
    readonly label: string;
    readonly before: number;
    readonly after: number;
  }[];
  readonly premium: Money;
  readonly cost: Money;
}

/** What some time on top does to a caregiver's weeks: the difference of two full evaluations. */
export interface OvertimeDelta {
  /** Every week that changes, in order of time. */
  readonly weeks: readonly WeekChange[];
  /** What overtime premiums rise by; negative where they fall. */
  readonly premium: Money;
  /** What total pay rises by: the true cost. */
  readonly cost: Money;
  /** `38 h 00 → 44 h 00, 4 h overtime (weekly 40), extra $36.00`. */
  readonly explanation: string;
  readonly policyVersion: string;
}

/** Whose law, and where the workweek begins. */
export interface PlaceOptions {
  /** The employer's IANA zone. */
  readonly zone: string;
  /** The first day of the workweek; `sunday` unless stated. */
  readonly workweekStarts?: string | undefined;
  /** Minutes after local midnight. */
  readonly workweekStartsAtMinute?: number | undefined;
  /** Facts that differ from those of an ordinary agency caregiver: `minimumWage`, `occupation`, `residence` and so on. */
  readonly profile?: object | undefined;
}

/** Labour law as data: dated and versioned, every rule with its citation. */
export class LabourPolicy {
  readonly #text: string;

  /**
   * Reads the text of a policy file (format `careweave.labour/1`).
   *
   * @throws `InvalidInputError` when it breaks a rule, with the `record` and the `field`.
   */
  constructor(text: string) {
    if (typeof text !== 'string') throw invalidInput('overtime.policy', 'text', 'must be a string');
    this.#text = take(native.compute('overtime.policy', text, '{}'));
  }

  /**
   * The rules of a place for a home-care agency, with federal law where it applies.
   *
   * @throws `InvalidInputError` for an unknown place or fact, or one that the place needs and that is missing.
   */
  static forPlace(place: Place, options: PlaceOptions): LabourPolicy {
    const given = written('overtime.policy', { ...options, place });
    return new LabourPolicy(take(native.compute('overtime.policy_for_place', '', given)));
  }

  /** The same policy with other values for some fields of its file, validated: `{ composition: 'per_week_max' }`. */
  changed(fields: object): LabourPolicy {
    return new LabourPolicy(JSON.stringify({ ...JSON.parse(this.#text), ...fields }));
  }

  /** The policy as the text of a policy file. */
  toJson(): string {
    return this.#text;
  }
}

/** Work under a policy. */
export interface WorkOptions {
  readonly bonuses?: readonly Bonus[] | undefined;
}

/**
 * Every workweek with work or a bonus, in order of time.
 *
 * @throws `InvalidInputError` when a segment breaks a rule, with the `record` (`segments[3]`) and the `field`.
 */
export function evaluate(policy: LabourPolicy, worked: readonly WorkSegment[], options?: WorkOptions): readonly Week[] {
  const given = { segments: segments('segments', worked), bonuses: options?.bonuses };
  return compute<{ weeks: Week[] }>('overtime.evaluate', law(policy), given).weeks;
}

/**
 * What `add` (a candidate shift, or several) would do to the weeks of `worked`: the sentence and the numbers.
 *
 * @throws `InvalidInputError` as `evaluate`; segments of `add` are named `add[0]`.
 */
export function delta(
  policy: LabourPolicy,
  worked: readonly WorkSegment[],
  add: readonly WorkSegment[],
  options?: WorkOptions,
): OvertimeDelta {
  const given = { segments: segments('segments', worked), add: segments('add', add), bonuses: options?.bonuses };
  return compute('overtime.delta', law(policy), given);
}

/**
 * The report of a timesheet (format `careweave.timesheet/1`), as Rust and the command line give it, with keys in camel case.
 *
 * @throws `InvalidInputError` when it breaks a rule, with the `record` and the `field`.
 */
export function timesheet(document: string | object): unknown {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  return camelCase(JSON.parse(take(native.compute('overtime.timesheet', text, '{}'))));
}

/** Brazil: the minutes of deviation from the clock that count, out of those of one day's punches (CLT 58 § 1). */
export function creditedDeviation(deviations: readonly number[]): number {
  return compute('overtime.credited_deviation', '', { deviations });
}

/**
 * The instant of a wall clock (`2026-04-06T08:00`) in a zone, in ISO 8601. A time that clocks skip or show twice is refused
 * unless `fold` says which instant is meant; with a fold a skipped time is the instant after the gap.
 */
export function instantOf(zone: string, local: string, fold?: 'earlier' | 'later'): string {
  return compute('zone.instant', '', { zone, local, fold });
}

function segments(name: string, given: readonly WorkSegment[]): readonly object[] {
  if (!Array.isArray(given)) throw invalidInput('overtime.evaluate', name, 'must be an array of segments');
  return given.map((segment) => ({ kind: 'work', ...segment }));
}

function law(policy: LabourPolicy): string {
  if (policy instanceof LabourPolicy) return policy.toJson();
  throw invalidInput('overtime.policy', 'policy', 'must be a LabourPolicy');
}
