import * as native from '../native/index.js';
import type { Call, Failure } from '../native/index.js';
import { type CareweaveError, toError } from './errors.js';

/** What every call that waits accepts. */
export interface CallOptions {
  /**
   * Ends the call: its request is dropped, and the promise is rejected with an `OperationCancelledError`. A write may
   * have happened by then; `error.delivery` says so. One signal may serve any number of calls.
   */
  readonly signal?: AbortSignal | undefined;
}

/** Runs a call and gives its text as Rust wrote it. */
export async function runText(call: Call, options: CallOptions | undefined): Promise<string> {
  const site = new Site();
  const signal = options?.signal ?? undefined;
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw site.lead(toError(native.invalidInput(call.operation, 'signal', 'must be an AbortSignal')));
  }
  // Somebody who gave up before the call began must not see a request leave.
  if (signal?.aborted) {
    throw site.lead(toError(native.cancelledBeforeStart(call.operation), signal.reason));
  }
  const cancel = () => call.cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    const outcome = await call.start();
    if (typeof outcome === 'string') return outcome;
    throw site.lead(toError(outcome, outcome.code === 'cancelled' ? signal?.reason : undefined));
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

/** Runs a call and reads its JSON. */
export async function run(call: Call, options: CallOptions | undefined): Promise<unknown> {
  return JSON.parse(await runText(call, options));
}

/** The value of a call that does not wait; throws where there is none. */
export function take<T extends object | string>(outcome: T | Failure): T {
  if (typeof outcome === 'object' && 'exceptionClass' in outcome) throw toError(outcome);
  return outcome as T;
}

/** The line that made a call: an error that comes back later was made on another thread and knows nothing of it. */
class Site {
  readonly #frames: string;

  constructor() {
    const here = { stack: '' };
    Error.captureStackTrace(here, Site);
    this.#frames = here.stack.slice(here.stack.indexOf('\n'));
  }

  lead<E extends CareweaveError>(error: E): E {
    error.stack = `${error.name}: ${error.message}${this.#frames}`;
    return error;
  }
}
