import { inspect } from 'node:util';

import * as native from '../native/index.js';
import { type CallOptions, run, runText, take } from './call.js';
import { type AssignOutcome, FillJob } from './fill_job.js';
import { type Rules, camelCase, count, date, id, instant, toArguments, toFields } from './json.js';
import {
  type CalendarDate,
  Caregiver,
  type CaregiverStatus,
  Client,
  type ClientStatus,
  type Evv,
  type Instant,
  type Page,
  Shift,
  type ShiftStatus,
  type Verification,
} from './records.js';
import { Roster } from './roster.js';
import { type Store, storeOf } from './store.js';

/** Who calls WellSky, and where. */
export interface WellSkySettings {
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly agencyId: string;
  /** Which of the vendor's two installations; `'sandbox'` unless set. */
  readonly environment?: 'sandbox' | 'production' | undefined;
  /** Another address than the installation's, with the version. Plain http only for loopback hosts. */
  readonly baseUrl?: string | undefined;
  /** Another token address than the one at the root of the base URL's host. */
  readonly tokenUrl?: string | undefined;
}

/** Which clients to list; all of them unless set. */
export interface ClientFilter extends CallOptions {
  readonly status?: ClientStatus | undefined;
  readonly startDateFrom?: CalendarDate | undefined;
  readonly startDateTo?: CalendarDate | undefined;
  readonly updatedSince?: Date | Instant | undefined;
}

/** Which caregivers to list; all of them unless set. */
export interface CaregiverFilter extends CallOptions {
  readonly status?: CaregiverStatus | undefined;
  /** Only those who are free on this day. */
  readonly availableOn?: CalendarDate | undefined;
  readonly updatedSince?: Date | Instant | undefined;
}

/** A span of time: what overlaps `[start, end)`. */
export interface Window extends CallOptions {
  readonly start?: Date | Instant | undefined;
  readonly end?: Date | Instant | undefined;
}

/** Which shifts to list; all of them unless set. `start` and `end` go together. */
export interface ShiftFilter extends Window {
  readonly clientId?: string | undefined;
  readonly caregiverId?: string | undefined;
  readonly status?: ShiftStatus | undefined;
  /** Only open shifts for which this caregiver is free; needs status `open`. */
  readonly caregiverMatch?: string | undefined;
}

/** How many records a page has. */
export interface PageSize {
  /** 1 to 100. */
  readonly limit?: number | undefined;
}

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

/** What an assignment is recorded in. */
export interface AssignOptions extends CallOptions {
  readonly store: Store;
}

const CLIENTS: Rules = { startDateFrom: date, startDateTo: date, updatedSince: instant };
const CAREGIVERS: Rules = { availableOn: date, updatedSince: instant };
const WINDOW: Rules = { start: instant, end: instant };
const ROSTER: Rules = { now: instant };

/**
 * A client for WellSky Personal Care.
 *
 * ```js
 * const ws = WellSky.fromEnv();
 * await ws.verify();
 * for (const client of await ws.clients({ status: 'active' })) …
 * ```
 *
 * Every method that waits takes `{ signal }`. Lists are complete or an error. All instants that come back are in UTC.
 */
export class WellSky {
  readonly #native: native.WellSky;

  /** @throws `ConfigError` or `InvalidInputError` that names the setting. */
  constructor(settings: WellSkySettings);
  constructor(settings: WellSkySettings | native.WellSky) {
    this.#native =
      settings instanceof native.WellSky
        ? settings
        : take(native.WellSky.configure(toArguments('wellsky.configure', settings)));
  }

  /**
   * A client from `WELLSKY_API_KEY`, `WELLSKY_API_SECRET`, `WELLSKY_AGENCY_ID` and, where set, `WELLSKY_ENVIRONMENT`
   * (`sandbox` or `production`), `WELLSKY_BASE_URL`, `WELLSKY_TOKEN_URL`.
   *
   * @throws `ConfigError` that names every variable that is missing.
   */
  static fromEnv(): WellSky {
    return new WellSky(take(native.WellSky.fromEnv()) as never);
  }

  /** The agency's id. */
  get agencyId(): string {
    return take(this.#native.agencyId);
  }

  /** Checks credentials, address and agency by one token and one cheap read. */
  async verify(options?: CallOptions): Promise<Verification> {
    return camelCase(await run(this.#native.verify(), options)) as Verification;
  }

  /** Every client that meets the filter. */
  async clients(filter?: ClientFilter): Promise<Client[]> {
    const call = this.#native.clients(toArguments('clients.list', filter, CLIENTS));
    return records(Client, await run(call, filter));
  }

  /** One client. */
  async client(clientId: string, options?: CallOptions): Promise<Client> {
    const call = this.#native.client(id('clients.get', 'clientId', clientId));
    return new Client(camelCase(await run(call, options)));
  }

  /** Every caregiver that meets the filter. */
  async caregivers(filter?: CaregiverFilter): Promise<Caregiver[]> {
    const call = this.#native.caregivers(toArguments('caregivers.list', filter, CAREGIVERS));
    return records(Caregiver, await run(call, filter));
  }

  /** One caregiver. */
  async caregiver(caregiverId: string, options?: CallOptions): Promise<Caregiver> {
    const call = this.#native.caregiver(id('caregivers.get', 'caregiverId', caregiverId));
    return new Caregiver(camelCase(await run(call, options)));
  }

  /** Every shift that meets the filter, in order of start. */
  async shifts(filter?: ShiftFilter): Promise<Shift[]> {
    return records(Shift, await run(this.#native.shifts(shiftArguments(filter)), filter));
  }

  /** Every open shift that overlaps the span, in order of start: from the present, for two weeks unless set. */
  async openShifts(window?: Window): Promise<Shift[]> {
    const call = this.#native.openShifts(toArguments('shifts.open', window, WINDOW));
    return records(Shift, await run(call, window));
  }

  /** One shift. */
  async shift(shiftId: string, options?: CallOptions): Promise<Shift> {
    const call = this.#native.shift(id('shifts.get', 'shiftId', shiftId));
    return new Shift(camelCase(await run(call, options)));
  }

  /** The electronic visit verification of a shift; `null` before the first clock-in. */
  async evv(shiftId: string, options?: CallOptions): Promise<Evv | null> {
    const call = this.#native.evv(id('shifts.evv', 'shiftId', shiftId));
    return camelCase(await run(call, options)) as Evv | null;
  }

  /** Clients page by page. Leaving the loop early reads no further. */
  clientPages(filter?: ClientFilter & PageSize): AsyncGenerator<Page<Client>, void, undefined> {
    return pages(Client, 'clients.list', filter, (rest, limit) =>
      this.#native.clientPages(toArguments('clients.list', rest, CLIENTS), limit),
    );
  }

  /** Caregivers page by page. */
  caregiverPages(filter?: CaregiverFilter & PageSize): AsyncGenerator<Page<Caregiver>, void, undefined> {
    return pages(Caregiver, 'caregivers.list', filter, (rest, limit) =>
      this.#native.caregiverPages(toArguments('caregivers.list', rest, CAREGIVERS), limit),
    );
  }

  /** Shifts page by page, in order of start. */
  shiftPages(filter?: ShiftFilter & PageSize): AsyncGenerator<Page<Shift>, void, undefined> {
    return pages(Shift, 'shifts.list', filter, (rest, limit) => this.#native.shiftPages(shiftArguments(rest), limit));
  }

  /** Pulls caregivers and schedule into a validated roster. The reads are complete, or it is an error. */
  async roster(options?: RosterOptions): Promise<Roster> {
    const pull = this.#native.roster(rosterArguments('roster.pull', options));
    await runText(pull.call()!, options);
    return new Roster(pull.made()!);
  }

  /**
   * Gives a shift to a caregiver at most once: the claim is recorded in the store before it is sent, the first claim
   * wins, and the shift is read back. A failed write is an outcome, not an error; calling again with the same caregiver
   * is safe at any time.
   */
  async assign(shiftId: string, caregiverId: string, options: AssignOptions): Promise<AssignOutcome> {
    const call = this.#native.assign(
      id('shifts.assign', 'shiftId', shiftId),
      id('shifts.assign', 'caregiverId', caregiverId),
      storeOf('shifts.assign', options?.store),
    );
    return camelCase(await run(call, options)) as AssignOutcome;
  }

  /** Starts the main job: takes up what earlier runs left unfinished, pulls the roster, ranks every open shift. */
  async fillOpenShifts(store: Store, options?: FillOptions): Promise<FillJob> {
    const held = storeOf('fill.start', store);
    const job = take(this.#native.fillOpenShifts(held, rosterArguments('fill.start', options)));
    await runText(job.start(), options);
    return new FillJob(job);
  }

  [inspect.custom](): string {
    return `WellSky { agencyId: ${inspect(this.agencyId)} }`;
  }
}

type RecordClass<T> = new (fields: unknown) => T;

function records<T>(type: RecordClass<T>, read: unknown): T[] {
  return (camelCase(read) as unknown[]).map((fields) => new type(fields));
}

async function* pages<T, F extends CallOptions & PageSize>(
  type: RecordClass<T>,
  operation: string,
  filter: F | undefined,
  open: (rest: Omit<F, 'limit'>, limit: number | undefined) => native.Pages | native.Failure,
): AsyncGenerator<Page<T>, void, undefined> {
  const { limit, ...rest } = filter ?? ({} as F);
  const opened = take(open(rest, limit === undefined ? undefined : count(operation, 'limit', limit)));
  for (;;) {
    const read = (await run(opened.next(), filter)) as Page<unknown> | null;
    if (read === null) return;
    yield { ...read, items: records(type, read.items) };
  }
}

function shiftArguments(filter: ShiftFilter | undefined): string {
  const { start, end, ...rest } = filter ?? {};
  const fields = toFields('shifts.list', rest);
  if (start === undefined && end === undefined) return JSON.stringify(fields);
  return JSON.stringify({ ...fields, window: toFields('shifts.list', { start, end }, WINDOW) });
}

function rosterArguments(operation: string, options: RosterOptions | undefined): string {
  // Read here and not in Rust: a worker thread has an environment of its own, and C may not read while Node writes.
  const zone = options?.zone ?? process.env['CAREWEAVE_AGENCY_ZONE'];
  return JSON.stringify({ ...toFields(operation, { zone }), ...toFields(operation, options, ROSTER) });
}
