import { type Rules, invalidInput } from './json.js';

/** How long one kind of record is kept; what is left out is the default. */
export interface CachePolicy {
  /** How long a value is fresh: people 86400 (and at most until 03:00 in the agency's zone), open shifts 300, schedule 900. */
  readonly freshSeconds?: number | undefined;
  /** How long after that it is shown while a new one is read: people 3600, open shifts 60, schedule 300. At most 86400. */
  readonly whileRevalidatingSeconds?: number | undefined;
  /** How long after it was fresh it is shown while WellSky is down: 86400, which is the most. */
  readonly staleIfErrorSeconds?: number | undefined;
  /** After a failed read of a value that is still held: how long until the next is tried; 15. */
  readonly failurePauseSeconds?: number | undefined;
  /** How many values are held: people 10000, lists of open shifts 64, schedules 512. */
  readonly capacity?: number | undefined;
}

/** How long reads are kept that ask for it (the `cached…` methods). No other read is kept. */
export interface CacheSettings {
  /** Of clients and caregivers, one by one and as lists. */
  readonly people?: CachePolicy | undefined;
  /** Of the shifts that nobody has. */
  readonly openShifts?: CachePolicy | undefined;
  /** Of lists of shifts, the agency's and a caregiver's. */
  readonly schedule?: CachePolicy | undefined;
}

/** Time limits; `null` turns one off. */
export interface TimeoutSettings {
  /** To connect; 5. */
  readonly connectSeconds?: number | null | undefined;
  /** Between two pieces of an answer; 5. */
  readonly readSeconds?: number | null | undefined;
  /** One attempt; 5. */
  readonly attemptSeconds?: number | null | undefined;
  /** A call with its retries and pauses; 30. */
  readonly operationSeconds?: number | null | undefined;
}

/** When a failed read is sent again. */
export interface RetrySettings {
  /** How often it is sent at most, the first time included; 3. */
  readonly attempts?: number | undefined;
  /** The pause after the first failure, which doubles with each further one; 2. */
  readonly firstWaitSeconds?: number | undefined;
  /** The longest pause; 10. */
  readonly longestWaitSeconds?: number | undefined;
  /** The wait after a 429 that names none; 60. */
  readonly rateLimitWaitSeconds?: number | undefined;
}

/** Settings down to their numbers, under the names the native module takes; it refuses those it does not know. */
function tree(operation: string, place: string, value: unknown): unknown {
  if (value === null || ['string', 'number'].includes(typeof value)) return value;
  if (typeof value !== 'object' || Array.isArray(value)) throw invalidInput(operation, place, 'must be an object');
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .map(([name, one]) => [
        name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
        tree(operation, `${place}.${name}`, one),
      ]),
  );
}

/** How the settings are written that are not text. */
export const SETTINGS: Rules = { cache: tree, timeouts: tree, retry: tree };
