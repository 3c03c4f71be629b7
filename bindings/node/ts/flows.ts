import { inspect } from 'node:util';

import * as native from '../native/index.js';
import { type CallOptions, take } from './call.js';
import type {
  FamilyActivityFields,
  FlowProgress,
  FlowReport,
  FlowStep,
  HintReport,
  SalesMaps,
  SyncStanding,
  TaskStatusMap,
} from './generated/models.js';
import type { Given } from './generated/operations.js';
import type { Shape } from './generated/wire.js';
import { requireKnown, toText } from './given.js';
import type { SalesCrm, TaskBoard } from './host_interfaces.js';
import { BOARD, CRM, type Listeners, type Side, converse, requireMethods } from './host_side.js';
import { invalidInput } from './json.js';
import { type Provider, providerOf } from './providers.js';
import { type Store, storeOf } from './store.js';
import { type WebhookHeaders, laidOut } from './webhooks.js';
import { type WellSky, wellskyOf } from './wellsky.js';

const APPOINTMENTS = 'flow.appointments';
const SALES = 'flow.sales';
const SUITE = 'flow.board_suite';

/** How a run is made. */
export interface RunOptions extends CallOptions {
  /** Plan, and write nothing. */
  readonly dryRun?: boolean | undefined;
  /** How long the whole of it may take. What it leaves open the next run looks up. */
  readonly timeoutSeconds?: number | undefined;
  /** Called after every record with how far it is. */
  readonly onProgress?: ((progress: FlowProgress) => void) | undefined;
}

/** What every flow is told of its host. */
interface HostOptions {
  /** Who does it: the opaque name of the worker, which stands in the audit log. */
  readonly actor: string;
  /** How long one answer of the host may take; without it as long as it takes. */
  readonly answerSeconds?: number | undefined;
  /**
   * Called with the method and the error when a method of the host throws one that is no `CareweaveError`: for your log. The run goes
   * on and reports the record as failed.
   */
  readonly onException?: ((method: string, error: unknown) => void) | undefined;
}

/** What is read of an account, and how much may be gone at once. */
export interface AppointmentSyncOptions extends HostOptions {
  /** How many days back appointments are read; 7 unless set. */
  readonly daysBack?: number | undefined;
  /** How many days ahead; 90 unless set. */
  readonly daysAhead?: number | undefined;
  /**
   * So many appointments may always be gone in one run; 5 unless set. Beyond that and `gonePercent` a run believes none of them,
   * because it is more likely that the service is ill.
   */
  readonly goneCount?: number | undefined;
  /** So may this share of those in the window, in percent; 5 unless set. */
  readonly gonePercent?: number | undefined;
  /** Which status of a task stands for which of an appointment; a map of the usual words unless set. */
  readonly statuses?: TaskStatusMap | undefined;
}

/** What an agency may have otherwise. */
export interface SalesFlowOptions extends HostOptions {
  /** The name of the agency at the gate and in the store; `wellsky/agency-<id>` unless set. */
  readonly connection?: string | undefined;
  /** Stages and statuses, who has the say over which field, what an hour costs; those of `ws.salesMaps()` unless set. */
  readonly maps?: SalesMaps | undefined;
}

const TEXT: Shape = { kind: 'text' };
const INTEGER: Shape = { kind: 'integer' };
const NUMBER: Shape = { kind: 'number' };
const FLAG: Shape = { kind: 'flag' };
const maybe = (item: Shape): Shape => ({ kind: 'optional', item });
const record = (name: 'TaskStatusMap' | 'SalesMaps' | 'FamilyActivity'): Shape => ({ kind: 'record', name });

type Begin = (given: string) => native.Flow | native.Failure;

/** A host, a flow, and what is given to every run of it. */
class Runs {
  readonly #operation: string;
  readonly #host: object;
  readonly #side: Side;
  readonly #begin: Begin;
  readonly #given: readonly Given[];
  readonly #onException: Listeners['onException'];

  constructor(operation: string, host: object, side: Side, begin: Begin, given: readonly Given[], options: HostOptions) {
    this.#operation = operation;
    this.#host = host;
    this.#side = side;
    this.#begin = begin;
    this.#given = [
      ...given,
      ['actor', TEXT, options.actor],
      ['answer_seconds', maybe(NUMBER), options.answerSeconds],
    ];
    this.#onException = options.onException;
    requireKnown(operation, options, this.#given, ['onException']);
  }

  /** A run that is not begun: what is wrong with what it is given is told here. */
  begun(run: string, given: readonly Given[] = []): native.Flow {
    return take(this.#begin(toText(this.#operation, [['run', TEXT, run], ...this.#given, ...given])));
  }

  async run(run: string, given: readonly Given[], options: RunOptions | undefined): Promise<FlowStep | undefined> {
    const onProgress = options?.onProgress;
    const all: readonly Given[] = [
      ...given,
      ['dry_run', maybe(FLAG), options?.dryRun],
      ['timeout_seconds', maybe(NUMBER), options?.timeoutSeconds],
    ];
    requireKnown(this.#operation, options, all, ['signal', 'onProgress', 'whole']);
    const flow = this.begun(run, [...all, ['progress', maybe(FLAG), onProgress === undefined ? undefined : true]]);
    return converse(flow, this.#host, this.#side, { onProgress, onException: this.#onException }, options);
  }

  async report(run: string, given: readonly Given[], options: RunOptions | undefined): Promise<FlowReport> {
    return (await this.run(run, given, options))!.report!;
  }
}

/**
 * One account of a scheduling service and the tasks of a portal, kept in step.
 *
 * ```js
 * const sync = new AppointmentSync(provider, store, board, { actor: 'portal-1' });
 * await store.gate.setLevel(sync.connection, 'two_way', 'user-1', 'rollout');
 * await sync.switchOn();
 * const { planned } = await sync.sync({ dryRun: true }); // what it would do
 * const report = await sync.sync(); // and now it does
 * ```
 *
 * The service has the say over title, notes, kind and address of a task. Start, end and status may change on both sides: where both
 * changed one of them, a person decides. Nothing but a complete reading, and then a look at the very record, calls an appointment
 * gone. An aborted signal ends a run where it stands; the next one looks up what it left open.
 */
export class AppointmentSync {
  /** The account as gates, audit and mirror name it: `calendly/main`. */
  readonly connection: string;
  readonly #runs: Runs;

  /** @throws `InvalidInputError` that names the argument and the rule. */
  constructor(provider: Provider, store: Store, board: TaskBoard, options: AppointmentSyncOptions) {
    const held = providerOf(APPOINTMENTS, provider);
    const kept = storeOf(APPOINTMENTS, store);
    requireMethods(APPOINTMENTS, 'board', board, BOARD);
    requireOptions(APPOINTMENTS, options);
    const given: readonly Given[] = [
      ['days_back', maybe(INTEGER), options.daysBack],
      ['days_ahead', maybe(INTEGER), options.daysAhead],
      ['gone_count', maybe(INTEGER), options.goneCount],
      ['gone_percent', maybe(INTEGER), options.gonePercent],
      ['statuses', maybe(record('TaskStatusMap')), options.statuses],
    ];
    const begin: Begin = (given) => native.Flow.appointments(held, kept, given);
    this.#runs = new Runs(APPOINTMENTS, board, BOARD, begin, given, options);
    this.#runs.begun('status');
    this.connection = `${provider.provider}/${provider.integration}`;
  }

  /** Switches the integration on. After a failed reading it is in error, until a complete one. */
  async switchOn(options?: CallOptions): Promise<SyncStanding> {
    return (await this.#runs.run('switch_on', [], options))!.standing!;
  }

  /** Switches the integration off: nothing is read or written any more. */
  async switchOff(options?: CallOptions): Promise<SyncStanding> {
    return (await this.#runs.run('switch_off', [], options))!.standing!;
  }

  /** Whether it is on, whether it works, and when it last did; `null` before it was ever switched on. */
  async status(options?: CallOptions): Promise<SyncStanding | null> {
    return (await this.#runs.run('status', [], options))?.standing ?? null;
  }

  /**
   * Reads the window and brings the tasks, and what may be sent, up to date. A run after a complete one writes nothing.
   *
   * @throws `PermissionDeniedError` when the integration is switched off or the gate does not let it read, `RequestTimeoutError` when
   *   it took longer than it was given; what reading the service failed with: then nothing was changed.
   */
  async sync(options?: RunOptions): Promise<FlowReport> {
    return this.#runs.report('sync', [], options);
  }

  /**
   * Reads the tasks that changed since the last time and tells the service what changed about their appointments. What the gate holds
   * back is sent by a later `sync`.
   *
   * @throws As `sync`.
   */
  async push(options?: RunOptions): Promise<FlowReport> {
    return this.#runs.report('push', [], options);
  }

  /**
   * Takes a delivery of the service: who sent it is checked, and what it names is marked for `serve`. Once this is done, answer the
   * sender; repeats and any order are harmless.
   *
   * @throws `AuthenticationError`: answer 401 and change nothing. `DecodeError`: it is no delivery of this service, put it aside.
   *   `StorageError`: answer so that the sender tries again.
   */
  async accept(headers: WebhookHeaders, body: Uint8Array, options?: CallOptions): Promise<HintReport> {
    const [turns] = laidOut(APPOINTMENTS, headers, body, undefined);
    const given: readonly Given[] = [
      ['headers', { kind: 'list', item: TEXT }, turns],
      ['body', { kind: 'bytes' }, body],
    ];
    return (await this.#runs.run('accept', given, options))!.hints!;
  }

  /**
   * Fetches what was marked, up to `limit` (1 to 1000, 100 unless set) records, and brings their tasks up to date.
   *
   * @throws As `sync`.
   */
  async serve(options?: RunOptions & { readonly limit?: number | undefined }): Promise<FlowReport> {
    return this.#runs.report('serve', [['limit', maybe(INTEGER), options?.limit]], options);
  }

  [inspect.custom](): string {
    return `AppointmentSync { connection: ${inspect(this.connection)} }`;
  }
}

/**
 * The deals of a portal and the prospects and clients of WellSky, kept in step.
 *
 * A deal that is new becomes a prospect with the deal's id; a field that changed on one side goes to the other, and where both changed
 * one, a person decides. Call the methods as often as you like: what is done is not done again. An aborted signal ends a run where it
 * stands; the next one looks up what it left open.
 */
export class SalesFlow {
  /** The agency as gates, audit and mirror name it: `wellsky/agency-9001`. */
  readonly connection: string;
  readonly #runs: Runs;

  /** @throws `InvalidInputError` that names the argument and the rule. */
  constructor(wellsky: WellSky, store: Store, crm: SalesCrm, options: SalesFlowOptions) {
    const held = wellskyOf(SALES, wellsky);
    const kept = storeOf(SALES, store);
    requireMethods(SALES, 'crm', crm, CRM);
    requireOptions(SALES, options);
    const given: readonly Given[] = [
      ['connection', maybe(TEXT), options.connection],
      ['maps', maybe(record('SalesMaps')), options.maps],
    ];
    const begin: Begin = (given) => native.Flow.sales(held, kept, given);
    this.#runs = new Runs(SALES, crm, CRM, begin, given, options);
    this.#runs.begun('convert');
    this.connection = options.connection ?? `wellsky/agency-${wellsky.agencyId}`;
  }

  /**
   * Carries over the deals that changed since the last run, or with `whole` all of them. One that is as it was costs no request to
   * WellSky.
   *
   * @throws `RequestTimeoutError` when it took longer than it was given; failures of the store, and of listing deals: what was not
   *   read is read by the next run.
   */
  async outbound(options?: RunOptions & { readonly whole?: boolean | undefined }): Promise<FlowReport> {
    const whole = options?.whole ?? false;
    if (typeof whole !== 'boolean') throw invalidInput(SALES, 'whole', 'must be true or false');
    return this.#runs.report(whole ? 'outbound_whole' : 'outbound', [], options);
  }

  /**
   * Carries over what changed in WellSky since the last run, for the prospects and clients of deals. A reading that is not complete
   * changes nobody's status.
   *
   * @throws As `outbound`.
   */
  async inbound(options?: RunOptions): Promise<FlowReport> {
    return this.#runs.report('inbound', [], options);
  }

  /**
   * Makes clients of the prospects whose paperwork is proved to be signed and whose deal is won, each once. Whoever sees the paperwork
   * arms the latch `prospect.convert` for `<connection>/<prospect id>`.
   *
   * @throws As `outbound`.
   */
  async convert(options?: RunOptions): Promise<FlowReport> {
    return this.#runs.report('convert', [], options);
  }

  /**
   * Writes what a family did as a note of the deal, once. Gives what became of it: `written`, `already`, `refused` (by the gate) or
   * `in_doubt` (call again with the same id later).
   *
   * @throws `InvalidInputError` for an id that is none, `NotFoundError` for a client who belongs to no deal, and what the CRM refused
   *   it with.
   */
  async familyActivity(activity: FamilyActivityFields, options?: CallOptions): Promise<string> {
    const given: readonly Given[] = [['activity', record('FamilyActivity'), activity]];
    return (await this.#runs.run('family_activity', given, options))!.carried!;
  }

  [inspect.custom](): string {
    return `SalesFlow { connection: ${inspect(this.connection)} }`;
  }
}

/**
 * Proves a board that holds no task yet, by the rules that the flow relies on. It is left with tasks of the source `suite/board`: call
 * it in a test of yours.
 *
 * @throws `RejectedError` when a rule does not hold, and `error.get('rule')` says which; what the board itself failed with, and
 *   `error.cause` is its error.
 */
export async function proveBoard(board: TaskBoard, options?: CallOptions): Promise<void> {
  requireMethods(SUITE, 'board', board, BOARD);
  await converse(native.Flow.boardSuite(), board, BOARD, {}, options);
}

function requireOptions(operation: string, options: HostOptions): void {
  if (typeof options !== 'object' || options === null) throw invalidInput(operation, 'options', 'must be an object');
}
