import { inspect } from 'node:util';

import * as native from '../native/index.js';
import { type CallOptions, run, runText, take } from './call.js';
import type { AlertStanding, AlertsSeen, Change, ChangedRecord, FeedReport, Instant, Polled } from './generated/models.js';
import { READ } from './generated/wire.js';
import { toText } from './given.js';
import { type Rules, instant, invalidInput, toArguments, toFields } from './json.js';
import type { Json } from './reading.js';
import { type Store, storeOf } from './store.js';
import { type WebhookHeaders, laidOut } from './webhooks.js';

const RECEIVE = 'events.receive';

/** Headers as they came. */
export type DeliveryHeaders = WebhookHeaders;

/** What a delivery says, and what to answer. */
export interface Receipt {
  /** The HTTP status to answer with. */
  readonly status: number;
  /** `marked`: mark the record. `unknown_type`: it is about a type this version does not know; nothing is to be done. */
  readonly code: 'marked' | 'unknown_type';
  /** Which record changed. */
  readonly record: ChangedRecord | null;
  /** The type that is not known, as it came. */
  readonly resourceType: string | null;
}

/**
 * Takes the deliveries of WellSky's subscriptions, inside whatever HTTP server the host has.
 *
 * It checks the shared header and says what changed and what to answer. It reads and writes nothing and takes microseconds.
 * Mark the record that it names with `ws.markChanged` before answering.
 */
export class EventReceiver {
  readonly #native: native.EventReceiver;

  /**
   * A receiver of deliveries that carry one of the secrets in `Authorization: Bearer …`: those that subscriptions were made
   * with, two while one is replaced by another.
   *
   * @throws `InvalidInputError` when there is none, or one is not 16 or more visible ASCII characters.
   */
  constructor(secrets: readonly string[]) {
    if (!Array.isArray(secrets) || secrets.some((secret) => typeof secret !== 'string')) {
      throw invalidInput('events.receiver', 'secrets', 'must be an array of strings');
    }
    this.#native = take(native.EventReceiver.configure(JSON.stringify({ secrets })));
  }

  /**
   * Takes one delivery: headers as they came, the body byte for byte.
   *
   * @throws `AuthenticationError` (answer 401) for a header that is missing, stands twice, or holds no secret in force;
   * `DecodeError` (400) for what is no delivery; `InvalidInputError` (413) for one that is too large. `error.get('reason')` is
   * the word for it, `error.get('answer')` the status. No error holds anything of the body.
   */
  accept(headers: DeliveryHeaders, body: Uint8Array, options?: { readonly now?: Date | Instant | undefined }): Receipt {
    const told: Json = JSON.parse(take(this.#native.accept(...laidOut(RECEIVE, headers, body, options))));
    return { status: told.status, code: told.code, record: told.record, resourceType: told.resource_type };
  }

  [inspect.custom](): string {
    return 'EventReceiver {}';
  }
}

/** How marks are worked through. */
export interface FeedOptions extends CallOptions {
  /** How many records are fetched at the same time, 1 to 64; 8 unless set. */
  readonly concurrency?: number | undefined;
}

/** What is polled, and how often. */
export interface PollOptions extends CallOptions {
  /**
   * `due` unless set: the readings that are due, every 15 minutes. `now`: all of them, once. `endless`: one after the other,
   * each when it is due, until the loop is left.
   */
  readonly rounds?: 'due' | 'now' | 'endless' | undefined;
  /** How long after a reading began the next one is due; 900 unless set. */
  readonly everySeconds?: number | undefined;
  /** How long after one that failed or had holes; 60 unless set. */
  readonly retryAfterSeconds?: number | undefined;
  /** How long people are read by what changed before they are read whole again, which alone shows who is gone; 86400. */
  readonly wholeEverySeconds?: number | undefined;
  /** How far a reading by what changed reaches back behind the one before; 600 unless set. */
  readonly overlapSeconds?: number | undefined;
  /** How many days back shifts are read; 1 unless set. */
  readonly shiftDaysBack?: number | undefined;
  /** How many days ahead shifts are read; 14 unless set. */
  readonly shiftDaysAhead?: number | undefined;
}

/**
 * Changes, one at a time; made by `WellSky.feed` and `WellSky.poll`.
 *
 * ```js
 * for await (const change of ws.feed(store)) await keep(change.record.id, change);
 * ```
 *
 * A change counts as taken when the loop comes back for the next one. One at which the loop was left, or threw, comes again
 * another time: store what you are given under its id. A stream is gone through once.
 */
export class Changes implements AsyncIterable<Change> {
  readonly #native: native.Changes;
  readonly #options: CallOptions | undefined;
  #drained: FeedReport | undefined;
  #polled: readonly Polled[] = [];

  private constructor(held: native.Changes, options: CallOptions | undefined) {
    this.#native = held;
    this.#options = options;
  }

  /** @internal Use `WellSky.feed`. */
  static feed(ws: native.WellSky, store: Store, options: FeedOptions | undefined): Changes {
    const operation = 'events.feed';
    const held = native.Changes.feed(ws, storeOf(operation, store), toArguments(operation, options));
    return new Changes(take(held), options);
  }

  /** @internal Use `WellSky.poll`. */
  static poll(ws: native.WellSky, store: Store, options: PollOptions | undefined): Changes {
    const operation = 'events.poll';
    const held = native.Changes.poll(ws, storeOf(operation, store), toArguments(operation, options));
    return new Changes(take(held), options);
  }

  /** What working through the marks did, once it has ended. */
  get drained(): FeedReport | undefined {
    return this.#drained;
  }

  /** What the last round of polling did. */
  get polled(): readonly Polled[] {
    return this.#polled;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Change, void, undefined> {
    let taken: number | undefined;
    try {
      for (;;) {
        const told = (await run(this.#native.next(taken), this.#options)) as Json;
        if (told === null) return;
        const step = READ.ChangeStep(told);
        taken = step.number;
        if (step.drained !== null) this.#drained = step.drained;
        if (step.polled !== null) this.#polled = step.polled;
        if (step.change !== null) yield step.change;
      }
    } finally {
      await this.close();
    }
  }

  /** Ends the work behind it. */
  async close(): Promise<void> {
    await runText(this.#native.close(), undefined);
  }
}

/** Over which span is judged, and from where. */
export interface AlertWatchOptions {
  /** How far back each look reaches, 60 to 86400; 300 unless set. */
  readonly spanSeconds?: number | undefined;
  /** Where each alert stood, from an earlier watch, as after a restart. */
  readonly states?: readonly AlertStanding[] | undefined;
}

const LOOK: Rules = { now: instant };

/**
 * Judges what a client counts, look by look; made by `WellSky.alertWatch`. Look every minute or so. Nothing is sent: telling
 * somebody is the portal's business.
 */
export class AlertWatch {
  readonly #native: native.AlertWatch;

  private constructor(held: native.AlertWatch) {
    this.#native = held;
  }

  /** @internal Use `WellSky.alertWatch`. */
  static over(ws: native.WellSky, options: AlertWatchOptions | undefined): AlertWatch {
    const operation = 'alerts.watch';
    const { states, ...others } = options ?? {};
    const standing = toText(operation, [
      ['states', { kind: 'optional', item: { kind: 'list', item: { kind: 'record', name: 'AlertStanding' } } }, states],
    ]);
    const written = { ...toFields(operation, others), ...JSON.parse(standing) };
    return new AlertWatch(take(native.AlertWatch.over(ws, JSON.stringify(written))));
  }

  /**
   * Looks at what was counted by now. The first look has nothing to compare with and judges the lag alone. Keep `states` where
   * it outlives the process, and pass it to the next watch.
   */
  look(options?: {
    /** How far the slowest stream is behind WellSky, from whoever follows it. */
    readonly syncLagSeconds?: number | undefined;
    /** The instant of the look; the present unless set. */
    readonly now?: Date | Instant | undefined;
  }): AlertsSeen {
    return READ.AlertsSeen(JSON.parse(take(this.#native.look(toArguments('alerts.look', options, LOOK)))));
  }
}

/** Caches that are read anew each day at 03:00, until this is stopped; made by `WellSky.startRefresh`. */
export class Refresh {
  readonly #native: native.Background;

  private constructor(held: native.Background) {
    this.#native = held;
  }

  /** @internal Use `WellSky.startRefresh`. */
  static async start(ws: native.WellSky, options: CallOptions | undefined): Promise<Refresh> {
    const held = native.Background.refresh(ws);
    await runText(held.begin()!, options);
    return new Refresh(held);
  }

  /** True while it goes on. */
  get running(): boolean {
    return this.#native.running;
  }

  /** Ends it. Doing it again changes nothing. Rejected with what it failed with before. */
  async stop(options?: CallOptions): Promise<void> {
    await runText(this.#native.stop(), options);
  }
}
