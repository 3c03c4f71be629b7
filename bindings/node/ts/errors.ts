import type { Failure } from '../native/index.js';

/** How far a request is known to have travelled. */
export type Delivery = 'not_sent' | 'maybe_sent' | 'answered';

/** Whether trying again can help. */
export type Status = 'permanent' | 'temporary' | 'persistent';

/**
 * The base of every error careweave throws or rejects with.
 *
 * Which subclass it is says what went wrong; the properties say what can be done about it. No message and no property
 * holds personal data or a secret. The stack leads to the line that made the call.
 *
 * ```js
 * try {
 *   await ws.assign(shiftId, caregiverId, { store });
 * } catch (error) {
 *   if (!(error instanceof CareweaveError)) throw error;
 *   if (error.delivery === 'maybe_sent') await lookBeforeTryingAgain();
 *   else if (error.retryable) await delay(error.retryAfterMs ?? 5000);
 * }
 * ```
 */
export class CareweaveError extends Error {
  /** The stable code of the kind, the same in every language: `'not_found'`. */
  readonly code: string;
  /** Where it went wrong, dotted: `'shifts.assign'`. */
  readonly operation: string;
  /** Key and value in the order they were added, such as `['field', 'scheduled_end']`. A key may occur twice. */
  readonly context: readonly (readonly [key: string, value: string])[];
  /** `'persistent'`: it was retried until the budget was used up, so do not retry it again at once. */
  readonly status: Status;
  /** True when the same call may succeed later. */
  readonly retryable: boolean;
  /** The wait the other side asked for, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** `'maybe_sent'`: the other side may have acted; look before a write is tried again. */
  readonly delivery: Delivery;
  /** The HTTP status of the answer, if there was one. */
  readonly httpStatus: number | undefined;
  /** The request id, if one is known. */
  readonly requestId: string | undefined;
  /** The whole error on one line, for a log. */
  readonly line: string;

  /** @internal Made by careweave alone. */
  constructor(failure: Failure, cause?: unknown) {
    super(failure.message, cause === undefined ? undefined : { cause });
    this.code = failure.code;
    this.operation = failure.operation;
    this.context = failure.context;
    this.status = failure.status;
    this.retryable = failure.retryable;
    this.retryAfterMs = failure.retryAfterMs;
    this.delivery = failure.delivery;
    this.httpStatus = failure.httpStatus;
    this.requestId = failure.requestId;
    this.line = failure.line;
  }

  /** The first value under `key` in the context. */
  get(key: string): string | undefined {
    return this.context.find(([name]) => name === key)?.[1];
  }

  /**
   * What a scheduling service meant by a refusal, finer than the class: `slot_taken`, `too_close`, `too_far`,
   * `not_allowed`, `version_conflict`, `limit_reached`, `plan_gated`, `missing_scope`, `reauth_required`,
   * `upstream_calendar`, `health_information`, `consent_missing`, `contract`; `undefined` for every other error.
   */
  get problem(): string | undefined {
    return this.get('problem');
  }
}

/** An argument breaks a documented rule; `error.get('field')` names it. Nothing was sent. */
export class InvalidInputError extends CareweaveError {}

/** The configuration is missing or contradicts itself, such as an unset environment variable. */
export class ConfigError extends CareweaveError {}

/** The credentials were refused. */
export class AuthenticationError extends CareweaveError {}

/** The credentials are good but may not do this. */
export class PermissionDeniedError extends CareweaveError {}

/** The subject does not exist at the other side. */
export class NotFoundError extends CareweaveError {}

/** The other side has no such path: a wrong base URL, not a missing permission. */
export class UnknownRouteError extends CareweaveError {}

/** The other side's state forbids the change, such as a shift that somebody else has. */
export class ConflictError extends CareweaveError {}

/** The other side validated the request and refused it. */
export class RejectedError extends CareweaveError {}

/** This service or store cannot do that. Nothing was sent. */
export class UnsupportedError extends CareweaveError {}

/** Too many requests; `error.retryAfterMs` says how long to wait. */
export class RateLimitedError extends CareweaveError {}

/** A time limit of careweave passed. For a limit of your own pass `AbortSignal.timeout(…)`. */
export class RequestTimeoutError extends CareweaveError {}

/** No connection could be made, or it broke. */
export class UnreachableError extends CareweaveError {}

/** The other side failed. */
export class ServerError extends CareweaveError {}

/** An answer could not be understood. */
export class DecodeError extends CareweaveError {}

/** A read could not be proved complete. It is never passed off as a shorter list. */
export class IncompleteError extends CareweaveError {}

/** A write may or may not have happened and has to be looked up before it is tried again. */
export class InDoubtError extends CareweaveError {}

/** Something else was claimed under the same key before: the first claim wins. */
export class KeyReuseError extends CareweaveError {}

/** The store failed, is locked, or is of a newer version. */
export class StorageError extends CareweaveError {}

/**
 * The signal was aborted. `error.cause` is the signal's reason; `error.delivery` says whether a write may have
 * happened.
 */
export class OperationCancelledError extends CareweaveError {}

/** A defect of careweave itself; please report it with its message. */
export class InternalError extends CareweaveError {}

const CLASSES = {
  InvalidInputError,
  ConfigError,
  AuthenticationError,
  PermissionDeniedError,
  NotFoundError,
  UnknownRouteError,
  ConflictError,
  RejectedError,
  UnsupportedError,
  RateLimitedError,
  RequestTimeoutError,
  UnreachableError,
  ServerError,
  DecodeError,
  IncompleteError,
  InDoubtError,
  KeyReuseError,
  StorageError,
  OperationCancelledError,
  InternalError,
};

for (const [name, type] of Object.entries({ CareweaveError, ...CLASSES })) {
  Object.defineProperty(type.prototype, 'name', { value: name, configurable: true, writable: true });
}

/** The error for what the native module reported. A kind this version has no class for is of the base class. */
export function toError(failure: Failure, cause?: unknown): CareweaveError {
  const type = (CLASSES as Record<string, typeof CareweaveError>)[failure.exceptionClass] ?? CareweaveError;
  return new type(failure, cause);
}
