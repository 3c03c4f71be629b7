import { inspect } from 'node:util';

import * as native from '../native/index.js';
import { type CallOptions, runText, take } from './call.js';
import { NativeCaller } from './caller.js';
import { AlertWatch, type AlertWatchOptions, Changes, type FeedOptions, type PollOptions, Refresh } from './events.js';
import { FillJob } from './fill_job.js';
import type { Instant, Verified } from './generated/models.js';
import { type Caller, ConnectOperations, Operations } from './generated/operations.js';
import { type Rules, instant, invalidInput, toArguments, toFields } from './json.js';
import { Roster } from './roster.js';
import { type CacheSettings, type RetrySettings, SETTINGS, type TimeoutSettings } from './settings.js';
import { type Store, storeOf } from './store.js';

let nativeOf: (wellsky: WellSky) => native.WellSky | undefined;

/** A part of an agency's work. */
export type Scope = 'full' | 'sales' | 'recruiting' | 'coordinator' | 'voice_assistant';

/** Who calls WellSky, and where. */
export interface WellSkySettings {
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly agencyId: string;
  /** Which of the vendor's two APIs is spoken; `'rest'` unless set. What each can do is told by `capabilities`. */
  readonly api?: 'rest' | 'connect' | undefined;
  /**
   * The part of the agency's work this client is for; `'full'` unless set. A call outside it is a
   * `PermissionDeniedError` before anything is sent, and fields outside it are `null` or `'[withheld]'`.
   */
  readonly scope?: Scope | undefined;
  /** Which of the vendor's two installations; `'sandbox'` unless set. */
  readonly environment?: 'sandbox' | 'production' | undefined;
  /** Another address than the installation's, with the version. Plain http only for loopback hosts. */
  readonly baseUrl?: string | undefined;
  /** Another token address than the one at the root of the base URL's host. */
  readonly tokenUrl?: string | undefined;
  /** The agency's IANA zone: at 03:00 there the people that are kept are read anew. */
  readonly zone?: string | undefined;
  /**
   * How long the `cached…` methods keep what they read, where it differs from the default: clients and caregivers 24 hours
   * and at most until 03:00, open shifts 5 minutes, schedules 15 minutes; all of it for another 24 hours while WellSky is
   * down. `'off'` keeps nothing.
   */
  readonly cache?: CacheSettings | 'off' | undefined;
  /** Time limits, where they differ from the default. */
  readonly timeouts?: TimeoutSettings | undefined;
  /** When a failed read is sent again, where it differs from the default. */
  readonly retry?: RetrySettings | undefined;
  /** The most requests in any second; 100 unless set, `'off'` for no limit. */
  readonly rateLimit?: number | 'off' | undefined;
}

/** What a check of the connection saw. */
export type Verification = Verified;

/** Which clients to list; all of them unless set. */
export type ClientFilter = NonNullable<Parameters<Operations['clients']>[0]>;

/** Which caregivers to list; all of them unless set. */
export type CaregiverFilter = NonNullable<Parameters<Operations['caregivers']>[0]>;

/** Which shifts to list; all of them unless set. `start` and `end` go together. */
export type ShiftFilter = NonNullable<Parameters<Operations['shifts']>[0]>;

/** A span of time: what overlaps `[start, end)`. */
export type Window = NonNullable<Parameters<Operations['openShifts']>[0]>;

/** What an assignment is recorded in. */
export type AssignOptions = Parameters<Operations['assign']>[2];

/** When and how much of an agency a roster takes in. */
export interface RosterOptions extends CallOptions {
  /** The agency's IANA zone, such as `America/Denver`; the variable `CAREWEAVE_AGENCY_ZONE` unless set. */
  readonly zone?: string | undefined;
  /** The instant of the roster; the present unless set. */
  readonly now?: Date | Instant | undefined;
  /** How many days back visits count for continuity. */
  readonly historyDays?: number | undefined;
  /** How many days ahead open shifts are looked for. */
  readonly horizonDays?: number | undefined;
}

/** When, how much, and how many at a time. */
export interface FillOptions extends RosterOptions {
  /** How many caregivers are asked at once for a shift. */
  readonly waveSize?: number | undefined;
}

const ROSTER: Rules = { now: instant };

/**
 * A client for WellSky Personal Care.
 *
 * ```js
 * const ws = WellSky.fromEnv();
 * await ws.verify();
 * for (const client of await ws.clients({ status: 'active' })) …
 * for await (const page of ws.shiftPages({ status: 'open' })) …
 * ```
 *
 * Every method that waits takes `{ signal }`. Lists are complete or an error. All instants that come back are in UTC.
 */
export class WellSky extends Operations {
  readonly #native: native.WellSky;
  readonly #caller: NativeCaller;

  static {
    nativeOf = (wellsky) =>
      typeof wellsky === 'object' && wellsky !== null && #native in wellsky ? wellsky.#native : undefined;
  }

  /** @throws `ConfigError` or `InvalidInputError` that names the setting. */
  constructor(settings: WellSkySettings);
  constructor(settings: WellSkySettings | native.WellSky) {
    super();
    this.#native =
      settings instanceof native.WellSky
        ? settings
        : take(native.WellSky.configure(toArguments('wellsky.configure', settings, SETTINGS)));
    this.#caller = new NativeCaller(this.#native);
  }

  /**
   * A client from `WELLSKY_API_KEY`, `WELLSKY_API_SECRET`, `WELLSKY_AGENCY_ID` and, where set, `WELLSKY_API` (`rest` or
   * `connect`), `WELLSKY_ENVIRONMENT` (`sandbox` or `production`), `WELLSKY_BASE_URL`, `WELLSKY_TOKEN_URL`, `WELLSKY_TIME_ZONE`,
   * `WELLSKY_CACHE`, `WELLSKY_RATE_LIMIT`, `WELLSKY_CONNECT_TIMEOUT`, `WELLSKY_READ_TIMEOUT`, `WELLSKY_ATTEMPT_TIMEOUT`,
   * `WELLSKY_OPERATION_TIMEOUT`.
   *
   * @throws `ConfigError` that names every variable that is missing.
   */
  static fromEnv(options?: { readonly scope?: Scope | undefined }): WellSky {
    const { scope, ...others } = toFields('wellsky.configure', options) as { scope?: string };
    for (const name of Object.keys(others)) throw invalidInput('wellsky.configure', name, `unknown option \`${name}\``);
    return new WellSky(take(native.WellSky.fromEnv(scope)) as never);
  }

  /** The agency's id. */
  get agencyId(): string {
    return take(this.#native.agencyId);
  }

  protected override get caller(): Caller {
    return this.#caller;
  }

  /** Connect's own records. Its methods give an `UnsupportedError` unless `api` is `'connect'`. */
  get connect(): ConnectOperations {
    return new Connect(this.#caller);
  }

  /** Pulls caregivers and schedule into a validated roster. The reads are complete, or it is an error. */
  async roster(options?: RosterOptions): Promise<Roster> {
    const pull = this.#native.roster(rosterArguments('roster.pull', options));
    await runText(pull.call()!, options);
    return new Roster(pull.made()!);
  }

  /** Starts the main job: takes up what earlier runs left unfinished, pulls the roster, ranks every open shift. */
  async fillOpenShifts(store: Store, options?: FillOptions): Promise<FillJob> {
    const held = storeOf('fill.start', store);
    const job = take(this.#native.fillOpenShifts(held, rosterArguments('fill.start', options)));
    await runText(job.start(), options);
    return new FillJob(job);
  }

  /**
   * Fetches every record that is marked in the store (see `markChanged`) and gives it as it is now, or that it is gone; ends
   * when none is left. A mark is forgotten when its change was taken. What could not be fetched stays marked, and stands in
   * `drained.failed` of what this gives. Over Connect.
   *
   * @throws `UnsupportedError` when the client does not speak Connect.
   */
  feed(store: Store, options?: FeedOptions): Changes {
    return Changes.feed(this.#native, store, options);
  }

  /**
   * Reads what has no event (shifts, clock-ins) and what deliveries missed, and gives what differs from the reading before.
   * The store remembers that reading over restarts, as fingerprints; the first one gives every record. A record is gone only
   * when a complete reading lacks it and WellSky says so. Over Connect.
   *
   * @throws `UnsupportedError` when the client does not speak Connect; `InvalidInputError` for spans that contradict each other.
   */
  poll(store: Store, options?: PollOptions): Changes {
    return Changes.poll(this.#native, store, options);
  }

  /** Judges what the client counts by the rules of the service objectives (see `alertRules`), look by look. */
  alertWatch(options?: AlertWatchOptions): AlertWatch {
    return AlertWatch.over(this.#native, options);
  }

  /**
   * Reads people anew each day at 03:00 in the agency's zone, before somebody asks, until it is stopped.
   *
   * @throws `ConfigError` when the client has no `zone`, or its cache is off.
   */
  async startRefresh(options?: CallOptions): Promise<Refresh> {
    return Refresh.start(this.#native, options);
  }

  [inspect.custom](): string {
    return `WellSky { agencyId: ${inspect(this.agencyId)} }`;
  }
}

/** The native client behind one that a caller passed. */
export function wellskyOf(operation: string, wellsky: WellSky): native.WellSky {
  const held = nativeOf(wellsky);
  if (held === undefined) throw invalidInput(operation, 'wellsky', 'must be a WellSky');
  return held;
}

class Connect extends ConnectOperations {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    super();
    this.#caller = caller;
  }

  protected override get caller(): Caller {
    return this.#caller;
  }
}

function rosterArguments(operation: string, options: RosterOptions | undefined): string {
  // Read here and not in Rust: a worker thread has an environment of its own, and C may not read while Node writes.
  const zone = options?.zone ?? process.env['CAREWEAVE_AGENCY_ZONE'];
  return JSON.stringify({ ...toFields(operation, { zone }), ...toFields(operation, options, ROSTER) });
}
