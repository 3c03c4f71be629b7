import { inspect } from 'node:util';

import * as native from '../native/index.js';
import { type CallOptions, run, runText, take } from './call.js';
import type { Lease, LeaseGuard } from './generated/models.js';
import {
  AuditOperations,
  type Caller,
  ConflictOperations,
  GateOperations,
  type Given,
  HealthOperations,
  InboxOperations,
  LatchOperations,
  LeaseOperations,
  LedgerOperations,
  MirrorOperations,
  OutboxOperations,
  type Page,
  RetentionOperations,
  VaultOperations,
} from './generated/operations.js';
import { requireKnown, toText } from './given.js';
import { invalidInput } from './json.js';
import type { Json } from './reading.js';

let nativeOf: (store: Store) => native.Store | undefined;

/** How a store is opened. */
export interface StoreOptions extends CallOptions {
  /** Of a store on PostgreSQL; `careweave` by default. */
  readonly schema?: string | undefined;
  /** The master keys of the vault, the current one first: `'2026-11=<base64>,2026-05=<base64>'`. */
  readonly vaultKeys?: string | undefined;
}

/** A lease that this worker was granted, for as long as a function runs. */
export class HeldLease {
  /** The grant. */
  lease: Lease;
  readonly #leases: Leases;
  readonly #ttlSeconds: number;

  /** @internal */
  constructor(leases: Leases, lease: Lease, ttlSeconds: number) {
    this.#leases = leases;
    this.lease = lease;
    this.#ttlSeconds = ttlSeconds;
  }

  /** What a write is to be guarded by: it is refused once somebody else has the lease. */
  get guard(): LeaseGuard {
    return { lease: this.lease.name, fence: this.lease.fence };
  }

  /**
   * Moves its end. Do so after a third of its time.
   *
   * @throws `ConflictError` when it has ended or was granted anew: stop.
   */
  async renew(options?: CallOptions): Promise<Lease> {
    this.lease = await this.#leases.renew(this.lease.name, this.lease.fence, this.#ttlSeconds, options);
    return this.lease;
  }

  /**
   * Passes while it is live.
   *
   * @throws `ConflictError` when it has ended or was granted anew: stop.
   */
  async check(options?: CallOptions): Promise<void> {
    await this.#leases.check(this.lease.name, this.lease.fence, options);
  }
}

/** The leases of a store. */
export class Leases extends LeaseOperations {
  protected override readonly caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    super();
    this.caller = caller;
  }

  /**
   * Holds a lease while a function runs, and gives it back at its end. Nothing renews it by itself, so that a worker that
   * hangs loses it.
   *
   * @throws `ConflictError` when another holder has it; or, at the end, when somebody was granted it meanwhile.
   */
  async hold<T>(
    name: string,
    holder: string,
    ttlSeconds: number,
    work: (held: HeldLease) => T | Promise<T>,
    options?: CallOptions,
  ): Promise<T> {
    const held = new HeldLease(this, await this.acquire(name, holder, ttlSeconds, options), ttlSeconds);
    let result: T;
    try {
      result = await work(held);
    } catch (error) {
      // The error of the function is the one to tell; a lease that was lost is nobody's to give back.
      await this.release(held.lease.name, held.lease.fence).catch(() => undefined);
      throw error;
    }
    await this.release(held.lease.name, held.lease.fence);
    return result;
  }
}

class StoreLedger extends LedgerOperations {
  protected override readonly caller: Caller;
  constructor(caller: Caller) {
    super();
    this.caller = caller;
  }
}

class StoreOutbox extends OutboxOperations {
  protected override readonly caller: Caller;
  constructor(caller: Caller) {
    super();
    this.caller = caller;
  }
}

class StoreInbox extends InboxOperations {
  protected override readonly caller: Caller;
  constructor(caller: Caller) {
    super();
    this.caller = caller;
  }
}

class StoreMirror extends MirrorOperations {
  protected override readonly caller: Caller;
  constructor(caller: Caller) {
    super();
    this.caller = caller;
  }
}

class StoreLatch extends LatchOperations {
  protected override readonly caller: Caller;
  constructor(caller: Caller) {
    super();
    this.caller = caller;
  }
}

class StoreGate extends GateOperations {
  protected override readonly caller: Caller;
  constructor(caller: Caller) {
    super();
    this.caller = caller;
  }
}

class StoreAudit extends AuditOperations {
  protected override readonly caller: Caller;
  constructor(caller: Caller) {
    super();
    this.caller = caller;
  }
}

class StoreVault extends VaultOperations {
  protected override readonly caller: Caller;
  constructor(caller: Caller) {
    super();
    this.caller = caller;
  }
}

class StoreConflicts extends ConflictOperations {
  protected override readonly caller: Caller;
  constructor(caller: Caller) {
    super();
    this.caller = caller;
  }
}

class StoreHealth extends HealthOperations {
  protected override readonly caller: Caller;
  constructor(caller: Caller) {
    super();
    this.caller = caller;
  }
}

class StoreRetention extends RetentionOperations {
  protected override readonly caller: Caller;
  constructor(caller: Caller) {
    super();
    this.caller = caller;
  }
}

/**
 * A store: what is about to be changed elsewhere, what was announced, how far was read. On SQLite or PostgreSQL; every step is
 * one atomic, durable change.
 *
 * ```js
 * const store = await Store.open('sqlite:careweave.db');
 * await store.leases.hold('poll/agency-1', 'worker-1', 60, (held) =>
 *   store.mirror.applyPage('wellsky/agency-1', 'client', records, { guard: held.guard }));
 * ```
 */
export class Store {
  /** What is about to be changed elsewhere, written down before it is sent. */
  readonly ledger: LedgerOperations;
  /** Effects that wait to be sent, in order, with retries that end. */
  readonly outbox: OutboxOperations;
  /** What other systems announce, kept once each, or as marks on what has to be fetched. */
  readonly inbox: InboxOperations;
  /** What another system holds, under which id here, how far it was read and what is gone. */
  readonly mirror: MirrorOperations;
  /** Who may do a thing now, with a fence that refuses whoever comes back too late. */
  readonly leases: Leases;
  /** What may happen once in the life of a subject, and only with proof. */
  readonly latches: LatchOperations;
  /** How far an integration may go by now. */
  readonly gate: GateOperations;
  /** Who did what, in chains of hashes that show every change. */
  readonly audit: AuditOperations;
  /** Credentials, sealed under a key the store never sees. */
  readonly vault: VaultOperations;
  /** Fields that both sides changed, kept until a person decides. */
  readonly conflicts: ConflictOperations;
  /** What waits for an integration and for how long, whether it works, what is wrong. */
  readonly health: HealthOperations;
  /** What is let go of by age and of one person, and what is kept until a matter is closed. */
  readonly retention: RetentionOperations;
  readonly #native: native.Store;

  static {
    nativeOf = (store) => (typeof store === 'object' && store !== null && #native in store ? store.#native : undefined);
  }

  private constructor(held: native.Store) {
    this.#native = held;
    const caller = new StoreCaller(held);
    this.ledger = new StoreLedger(caller);
    this.outbox = new StoreOutbox(caller);
    this.inbox = new StoreInbox(caller);
    this.mirror = new StoreMirror(caller);
    this.leases = new Leases(caller);
    this.latches = new StoreLatch(caller);
    this.gate = new StoreGate(caller);
    this.audit = new StoreAudit(caller);
    this.vault = new StoreVault(caller);
    this.conflicts = new StoreConflicts(caller);
    this.health = new StoreHealth(caller);
    this.retention = new StoreRetention(caller);
  }

  /**
   * Opens a store by its URL: `sqlite:<path>`, `sqlite::memory:` for one that is gone with the process, or
   * `postgres://user:password@host:port/database`. It is created when there is none.
   *
   * @throws `InvalidInputError` for a URL that is none, `ConfigError` when the server refuses the user or the database,
   *   `UnreachableError` when no server answers, `StorageError` when it cannot be opened.
   */
  static async open(url: string, options?: StoreOptions): Promise<Store> {
    if (typeof url !== 'string') throw invalidInput('store.open', 'url', 'must be a string');
    const settings: Record<string, string> = {};
    for (const [field, key] of [['schema', 'schema'], ['vaultKeys', 'vault_keys']] as const) {
      const value = options?.[field];
      if (value === undefined) continue;
      if (typeof value !== 'string') throw invalidInput('store.open', field, 'must be a string');
      settings[key] = value;
    }
    const held = take(native.Store.at(url, JSON.stringify(settings)));
    await runText(held.open(), options);
    return new Store(held);
  }

  /** The URL it was opened by, without a user or a password. */
  get url(): string {
    return this.#native.url;
  }

  /** Closes the store; what was being written is finished first. */
  async close(options?: CallOptions): Promise<void> {
    await runText(this.#native.close(), options);
  }

  [inspect.custom](): string {
    return `Store { url: ${inspect(this.url)} }`;
  }
}

/** The native store behind a store a caller passed. */
export function storeOf(operation: string, store: Store): native.Store {
  const held = nativeOf(store);
  if (held === undefined) throw invalidInput(operation, 'store', 'must be a Store, as Store.open gives it');
  return held;
}

/** Runs the operations of the table on a store of the native module. */
class StoreCaller implements Caller {
  readonly #native: native.Store;

  constructor(held: native.Store) {
    this.#native = held;
  }

  async call<T>(
    operation: string,
    read: (json: Json) => T,
    given: readonly Given[],
    options?: CallOptions,
  ): Promise<T> {
    requireKnown(operation, options, given, ['signal']);
    return read(await run(this.#native.call(operation, toText(operation, given)), options));
  }

  // eslint-disable-next-line require-yield
  async *pages<T>(operation: string): AsyncGenerator<Page<T>, void, undefined> {
    throw invalidInput(operation, 'operation', 'has no pages: call it');
  }
}
