import * as native from '../native/index.js';
import { type CareweaveError, type Delivery, toError } from './errors.js';
import type {
  BoardTaskFields,
  DealChange,
  DealFields,
  DealPageFields,
  TaskChange,
  TaskPageFields,
  TaskSource,
} from './generated/models.js';

/** A value, or the promise of one. */
export type Awaitable<T> = T | PromiseLike<T>;

/**
 * The tasks of a portal. `proveBoard` proves an implementation.
 *
 * A method that cannot do what it is asked throws, or rejects with, a `refusal`: a code, a sentence without personal data, and
 * whether the change may have been made. Any other error counts as a failure after which nobody knows whether the change was
 * made: the flow looks before it tries again. Either way the failure carries the name of the method, as `board.apply`. The methods
 * are called one at a time.
 */
export interface TaskBoard {
  /** The task that stands for an appointment; `null` when there is none, and never because looking failed. */
  find(external: TaskSource): Awaitable<BoardTaskFields | null>;
  /** A task. An unknown id is refused with `not_found`. */
  get(taskId: string): Awaitable<BoardTaskFields>;
  /**
   * Tasks that changed after a mark, in the order of change, each as it stands now; from the first one on for `null`. A mark that this
   * board never gave is refused with `invalid_input`. Your own changes count like those of a flow.
   */
  changed(after: string | null, limit: number): Awaitable<TaskPageFields>;
  /**
   * Makes a change and gives the task after it.
   *
   * A key that was used before changes nothing again, and gives the task as it stands now; used with another digest it is refused
   * with `key_reuse`. Another version than expected, and an appointment that another task stands for, are refused with `conflict`,
   * an unknown task with `not_found`. Keep the key in the transaction of the change.
   */
  apply(change: TaskChange, key: string): Awaitable<BoardTaskFields>;
}

/** The deals of a portal. Its methods refuse and fail as those of {@link TaskBoard}. */
export interface SalesCrm {
  /** Deals that changed after a token of an earlier page, in the order of change; from the beginning for `null`. */
  changedDeals(after: string | null): Awaitable<DealPageFields>;
  /** A deal as it is now; `null` when there is none, and never because looking failed. */
  deal(dealId: string): Awaitable<DealFields | null>;
  /**
   * Makes a change, and nothing else about the deal. A key that was used before changes nothing again. Keep the key in the
   * transaction of the change.
   */
  apply(change: DealChange, key: string): Awaitable<void>;
  /** Whether a change was made under this key. */
  hasApplied(key: string): Awaitable<boolean>;
}

/** What a refusal says beside its code and its sentence. */
export interface RefusalOptions {
  /** The field that is to blame. */
  readonly field?: string | undefined;
  /** `answered` unless set: nothing was changed. `maybe_sent`: it may have been. */
  readonly delivery?: Delivery | undefined;
  /** How long to wait before another try, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/**
 * The error a method of yours throws to refuse what a flow asks of it:
 *
 * ```js
 * throw refusal('conflict', 'the task changed since it was read');
 * ```
 *
 * The code is that of an error (`not_found`, `conflict`, `key_reuse`, `invalid_input`); the sentence stands in reports and logs, so
 * it holds no personal data. For a code or a delivery that is none it gives an `InvalidInputError`.
 */
export function refusal(code: string, message: string, options?: RefusalOptions): CareweaveError {
  const { field, delivery, retryAfterMs } = options ?? {};
  return toError(
    native.refusal(
      JSON.stringify({
        code: String(code),
        message: String(message),
        field: field ?? null,
        delivery: delivery ?? 'answered',
        retry_after_ms: retryAfterMs === undefined ? null : Math.round(retryAfterMs),
      }),
    ),
  );
}
