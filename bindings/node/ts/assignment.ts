import * as native from '../native/index.js';
import { type CallOptions, run, take } from './call.js';
import { camelCase, invalidInput } from './json.js';
import { written } from './plain.js';

/**
 * A problem (format `careweave.assignment/1`), with the names of its file. Times are whole minutes since an origin of your
 * choice, costs are whole numbers, and lower is better.
 */
export interface AssignmentProblem {
  readonly format: 'careweave.assignment/1';
  readonly caregivers: readonly ({ readonly id: string } & Readonly<Record<string, unknown>>)[];
  readonly visits: readonly ({ readonly id: string; readonly unfilled_penalty: number } & Readonly<
    Record<string, unknown>
  >)[];
  readonly pairs?: readonly { readonly caregiver: string; readonly visit: string; readonly cost?: number }[];
  readonly [field: string]: unknown;
}

/** One caregiver on one visit. */
export interface Assigned {
  readonly visit: string;
  readonly caregiver: string;
  /** The minute at which it begins; absent in a problem without times. */
  readonly start?: number;
}

/** What an assignment costs, part by part; `total` is their sum. */
export interface Objective {
  readonly total: number;
  readonly unfilled: number;
  readonly pairs: number;
  readonly extra: number;
  readonly overtime: number;
  readonly travel: number;
  readonly lateness: number;
  readonly maxLateness: number;
  readonly useOfCaregivers: number;
  readonly offset: number;
}

/** An assignment, what it costs, and how much better it could be at most. */
export interface Solution {
  readonly assignment: readonly Assigned[];
  readonly unfilled: readonly { readonly visit: string; readonly missing: number }[];
  readonly objective: Objective;
  /** No solution costs less than this. */
  readonly lowerBound: number;
  /** `objective.total - lowerBound`; zero is a proof. */
  readonly gap: number;
  readonly gapPpm: number;
  readonly iterations: number;
  /** `optimal`: nothing better exists. `budget`: the iterations are used up. */
  readonly stopReason: 'optimal' | 'budget' | 'cancelled';
}

/** How hard to search. */
export interface SolveOptions extends CallOptions {
  /** 20,000 unless stated. There is no limit by time: results would differ between machines. */
  readonly iterations?: number | undefined;
  /** Of every random choice. */
  readonly seed?: number | undefined;
}

/**
 * Solves a problem on a thread of its own. The same problem, iterations and seed give the same solution on every machine;
 * aborting the signal stops the search.
 *
 * @throws `InvalidInputError` when a record breaks a rule, with the `record` (`visits[3]`) and the `field`; `ConflictError`
 * when no plan of a caregiver keeps their minimums.
 */
export async function solve(problem: AssignmentProblem | string, options?: SolveOptions): Promise<Solution> {
  const { iterations, seed } = options ?? {};
  const call = native.solve(documentOf(problem), written('assignment.solve', { iterations, seed }));
  return camelCase(await run(call, options)) as Solution;
}

/**
 * Checks every rule and recomputes the cost of an assignment, independently of the solver.
 *
 * @throws `InvalidInputError` when the problem or the assignment breaks a rule.
 */
export function costOf(problem: AssignmentProblem | string, assignment: readonly Assigned[]): Objective {
  const text = native.compute('assignment.evaluate', documentOf(problem), JSON.stringify({ assignment }));
  return camelCase(JSON.parse(take(text))) as Objective;
}

function documentOf(problem: AssignmentProblem | string): string {
  if (typeof problem === 'string') return problem;
  if (typeof problem === 'object' && problem !== null) return JSON.stringify(problem);
  throw invalidInput('assignment.load', 'problem', 'must be an object or the text of a problem file');
}
