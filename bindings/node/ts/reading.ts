import { toError, type CareweaveError } from './errors.js';
import type { AssignOutcome } from './fill_job.js';
import type { Cached, Reading, Upserted } from './generated/operations.js';
import { camelCase } from './json.js';

/** What stands in JSON, before it is read. Rust has checked it: what is read from it has its declared type. */
export type Json = any;

/** Reads every item of a list. */
export function each<T>(read: (json: Json) => T, json: Json): T[] {
  const made: T[] = [];
  for (let place = 0; place < json.length; place += 1) made.push(read(json[place]));
  return made;
}

/** Reads bytes. */
export function bytes(json: Json): Uint8Array {
  return new Uint8Array(Buffer.from(json, 'base64'));
}

/** Reads what may be nothing. */
export function maybe<T>(read: (json: Json) => T, json: Json): T | null {
  return json === null || json === undefined ? null : read(json);
}

/** Reads one text, or a list. */
export function textOrEach<T>(read: (json: Json) => T, json: Json): string | T[] {
  return typeof json === 'string' ? json : each(read, json);
}

/** Reads an error that stands in a result. */
export function careweaveError(json: Json): CareweaveError {
  return toError({
    code: json.code,
    kind: json.kind,
    operation: json.operation,
    message: json.message,
    context: json.context,
    status: json.status,
    retryable: json.retryable,
    retryAfterMs: json.retry_after_ms ?? undefined,
    delivery: json.delivery,
    httpStatus: json.http_status ?? undefined,
    requestId: json.request_id ?? undefined,
    exceptionClass: json.exception_class,
    line: json.line,
  });
}

/** Reads what became of giving a shift to a caregiver. */
export function assignment(json: Json): AssignOutcome {
  return camelCase(json) as AssignOutcome;
}

/** Reads a reading that may be incomplete. */
export function reading<T>(read: (json: Json) => T, json: Json): Reading<T> {
  return {
    complete: json.complete,
    found: read(json.found),
    failures: each((failure) => ({ subject: failure.subject, error: careweaveError(failure.error) }), json.failures),
  };
}

/** Reads a record that was found or made. */
export function upserted<T>(read: (json: Json) => T, json: Json): Upserted<T> {
  return { isNew: json.is_new, record: read(json.record) };
}

/** Reads a value out of a cache. */
export function cached<T>(read: (json: Json) => T, json: Json): Cached<T> {
  const value = read(json.value);
  return {
    value,
    fetchedAt: json.fetched_at,
    ageSeconds: json.age_seconds,
    stale: json.stale,
    reason: json.reason,
    source: json.source,
    fresh() {
      if (json.refusal !== null) throw careweaveError(json.refusal);
      return value;
    },
  };
}
