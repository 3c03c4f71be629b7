// What the service does over and over: on a schedule, when a delivery says that something happened, and on demand.
import { AppointmentSync, CareweaveError, Provider, SalesFlow, metrics } from './careweave.mjs';
import { PgSalesCrm } from './deals.mjs';
import { sendWhatWaits } from './outbox.mjs';
import { PgTaskBoard } from './tasks.mjs';

/** The flows of one agency, one run at a time. Further workers do no harm: whatever two of them see, one of them writes. */
export class Flows {
  reports = {};
  #settings;
  #log;
  #abort = new AbortController();
  #running = Promise.resolve();
  #timer;
  #woken = false;

  constructor(settings, { pool, store, ws, log }) {
    this.#settings = settings;
    this.#log = log;
    this.store = store;
    this.ws = ws;
    this.tasks = new PgTaskBoard(pool);
    this.deals = new PgSalesCrm(pool);
    // The words of an error may hold what a row holds, so only its class is logged.
    const onException = (method, error) => log.error(`${method} threw ${error?.constructor?.name}`);
    const provider = Provider.fromUrl(settings.providerUrl);
    const host = { actor: settings.actor, onException };
    this.appointments = new AppointmentSync(provider, store, this.tasks, host);
    this.sales = new SalesFlow(ws, store, this.deals, host);
  }

  /** Everything there is to do, or with `dryRun` what it would be. */
  async run({ dryRun = false } = {}) {
    const before = this.#running;
    let ended;
    this.#running = new Promise((resolve) => (ended = resolve));
    await before;
    try {
      const options = { dryRun, signal: this.#abort.signal };
      const reports = {
        'appointments.serve': await this.appointments.serve(options),
        'appointments.push': await this.appointments.push(options),
        'appointments.sync': await this.appointments.sync(options),
        'sales.inbound': await this.sales.inbound(options),
        'sales.outbound': await this.sales.outbound(options),
        'sales.convert': await this.sales.convert(options),
      };
      if (!dryRun) {
        await sendWhatWaits(this.store, this.ws, this.#settings.actor);
        Object.assign(this.reports, reports);
      }
      return reports;
    } finally {
      ended();
    }
  }

  /** What was asked of WellSky, what waits and what was queued, as Prometheus reads it. Nothing in it is of a person. */
  async metrics() {
    const integrations = [
      { name: 'appointments', connection: this.appointments.connection },
      { name: 'sales', connection: this.sales.connection },
    ];
    return metrics.page(await this.ws.metricsText(), await this.store.health.metricsText(integrations));
  }

  /** Runs every few minutes, and when it is woken, until it is stopped. */
  start() {
    if (this.#settings.everySeconds > 0) this.#next(0);
  }

  /** Asks for a run at once: somebody heard that something happened. */
  wake() {
    if (this.#timer === undefined) return;
    this.#woken = true;
    if (this.#timer !== null) this.#next(0);
  }

  /** Ends a run where it stands; the next process goes on there. */
  async stop() {
    this.#abort.abort();
    clearTimeout(this.#timer ?? undefined);
    this.#timer = undefined;
    await this.#running;
  }

  #next(milliseconds) {
    clearTimeout(this.#timer ?? undefined);
    this.#timer = setTimeout(() => void this.#turn(), milliseconds);
  }

  async #turn() {
    [this.#timer, this.#woken] = [null, false];
    try {
      await this.run();
    } catch (error) {
      if (!(error instanceof CareweaveError)) throw error;
      // Its line holds nothing personal. The next run goes on where this one stopped.
      this.#log.warn(`a run failed: ${error.line}`);
    }
    if (this.#timer === null) this.#next(this.#woken ? 0 : this.#settings.everySeconds * 1000);
  }
}
