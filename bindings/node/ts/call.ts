import * as native from '../native/index.js';
import type { Call, Failure } from '../native/index.js';
import { type CareweaveError, toError } from './errors.js';
import type { Json } from './reading.js';

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
  if (signal !== undefined && !isSignal(signal)) {
    throw site.lead(toError(native.invalidInput(call.operation, 'signal', 'must be an AbortSignal')));
  }
  // Somebody who gave up before the call began must not see a request leave.
  if (signal?.aborted) {
    throw site.lead(toError(native.cancelledBeforeStart(call.operation), signal.reason));
  }
  const stopWatching = signal && cancelOnAbort(signal, call);
  try {
    const outcome = await call.start();
    if (typeof outcome === 'string') return outcome;
    throw site.lead(toError(outcome, outcome.code === 'cancelled' ? signal?.reason : undefined));
  } finally {
    stopWatching?.();
  }
}

/** Runs a call and reads its JSON. */
export async function run(call: Call, options: CallOptions | undefined): Promise<unknown> {
  return JSON.parse(await runText(call, options));
}

/** Runs a call to its end and reads its JSON. A long list comes in parts: one is read here while the next is on its way. */
export async function runWhole<T>(
  call: Call,
  read: (json: Json) => T,
  options: CallOptions | undefined,
): Promise<T> {
  let got = read((await run(call, options)) as Json);
  while (call.more) {
    const rows = read((await run(call, options)) as Json);
    if (call.afresh) got = rows;
    else for (const row of rows as unknown[]) (got as unknown[]).push(row);
  }
  return got;
}

/** The value of a call that does not wait; throws where there is none. */
export function take<T extends object | string | number>(outcome: T | Failure): T {
  if (typeof outcome === 'object' && 'exceptionClass' in outcome) throw toError(outcome);
  return outcome as T;
}

/** A signal of another realm or a polyfill is one too. */
function isSignal(signal: AbortSignal): boolean {
  return typeof signal?.aborted === 'boolean' && typeof signal.addEventListener === 'function';
}

/** The calls that a signal ends, and how to stop listening to it. */
const watched = new WeakMap<AbortSignal, { readonly calls: Set<Call>; readonly stop: () => void }>();

/** Cancels the call when the signal is aborted; one listener for all calls, because Node warns at the eleventh. */
function cancelOnAbort(signal: AbortSignal, call: Call): () => void {
  let watch = watched.get(signal);
  if (watch === undefined) {
    const calls = new Set<Call>();
    const cancel = () => calls.forEach((running) => running.cancel());
    watch = { calls, stop: () => signal.removeEventListener('abort', cancel) };
    signal.addEventListener('abort', cancel);
    watched.set(signal, watch);
  }
  const { calls, stop } = watch;
  calls.add(call);
  return () => {
    calls.delete(call);
    if (calls.size > 0) return;
    stop();
    watched.delete(signal);
  };
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
