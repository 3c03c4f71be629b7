import { inspect } from 'node:util';

import * as native from '../native/index.js';
import { type CallOptions, run, take } from './call.js';
import type { ProviderEvent, VerifiedDelivery } from './generated/models.js';
import { type Caller, type Given, type Page, ProviderOperations } from './generated/operations.js';
import { READ } from './generated/wire.js';
import { requireKnown, toText } from './given.js';
import { invalidInput } from './json.js';
import { type Json, each } from './reading.js';
import { type WebhookHeaders, type WebhookOptions, delivery, laidOut } from './webhooks.js';

const CONFIGURE = 'providers.config';
const VERIFY = 'provider.verify_webhook';
const PARSE = 'provider.parse_webhook';

let nativeOf: (provider: Provider) => native.Provider | undefined;

/** Which service, which account, and the service's own settings by the names its adapter documents. */
export interface ProviderSettings {
  /** `acuity`, `calendly`, `ninsaude` or `memory`. */
  readonly provider: string;
  /** Your own name for the connected account. */
  readonly integration: string;
  readonly [setting: string]: string;
}

/**
 * A connected account of a scheduling service.
 *
 * ```js
 * const provider = Provider.fromEnv('MAIN_');
 * const slots = await provider.slots('51000006', start, end, 'America/Denver');
 * await provider.book(slots[0], client, 'America/Denver', { idempotencyKey: 'intake/17' });
 * ```
 *
 * A write takes an `idempotencyKey`: the same key never books twice, even when an answer was lost on the way. What a service
 * meant by a refusal stands in `error.problem`. What it cannot do is an `UnsupportedError` before anything is sent;
 * `capabilities` tells beforehand. Every method that waits takes `{ signal }`.
 */
export class Provider extends ProviderOperations {
  readonly #native: native.Provider;
  readonly #caller: Caller;

  static {
    nativeOf = (provider) =>
      typeof provider === 'object' && provider !== null && #native in provider ? provider.#native : undefined;
  }

  private constructor(held: native.Provider) {
    super();
    this.#native = held;
    this.#caller = new ProviderCaller(held);
  }

  /**
   * A provider from an address: `acuity://user_id:api_key@default?integration=main`. The host `default` stands for the
   * service's own; further settings of the service are in the query.
   *
   * @throws `ConfigError` for what is no such address, or names settings that do not fit the service.
   */
  static fromUrl(url: string): Provider {
    return new Provider(take(native.Provider.fromUrl(text('url', url))));
  }

  /** @throws `ConfigError` that names the settings that are unknown, missing or malformed. */
  static fromSettings(settings: ProviderSettings): Provider {
    if (typeof settings !== 'object' || settings === null) throw invalidInput(CONFIGURE, 'settings', 'must be an object');
    for (const [name, value] of Object.entries(settings)) text(name, value);
    return new Provider(take(native.Provider.fromSettings(JSON.stringify(settings))));
  }

  /**
   * A provider from the environment: with the prefix `MAIN_`, from `MAIN_PROVIDER`, `MAIN_INTEGRATION` and the service's
   * settings, such as `MAIN_API_KEY`.
   *
   * @throws `ConfigError` that names the settings that are unknown, missing or malformed.
   */
  static fromEnv(prefix: string): Provider {
    return new Provider(take(native.Provider.fromEnv(text('prefix', prefix))));
  }

  /** The service: `acuity`. */
  get provider(): string {
    return this.#native.provider;
  }

  /** The connected account, as you named it. */
  get integration(): string {
    return this.#native.integration;
  }

  protected override get caller(): Caller {
    return this.#caller;
  }

  // On the calling thread: to check a signature takes less time than to go elsewhere for it.
  override async verifyWebhook(
    headers: WebhookHeaders,
    body: Uint8Array,
    options?: CallOptions & WebhookOptions,
  ): Promise<VerifiedDelivery> {
    return delivery(this.#native.verifyWebhook(...laidOut(VERIFY, headers, body, options)));
  }

  override async parseWebhook(
    headers: WebhookHeaders,
    body: Uint8Array,
    options?: CallOptions & WebhookOptions,
  ): Promise<ProviderEvent[]> {
    return each(READ.ProviderEvent, JSON.parse(take(this.#native.parseWebhook(...laidOut(PARSE, headers, body, options)))));
  }

  [inspect.custom](): string {
    return `Provider { provider: ${inspect(this.provider)}, integration: ${inspect(this.integration)} }`;
  }
}

/** The native provider behind one that a caller passed. */
export function providerOf(operation: string, provider: Provider): native.Provider {
  const held = nativeOf(provider);
  if (held === undefined) throw invalidInput(operation, 'provider', 'must be a Provider');
  return held;
}

function text(field: string, value: unknown): string {
  if (typeof value !== 'string') throw invalidInput(CONFIGURE, field, 'must be a string');
  return value;
}

/** Runs the operations of the table on a provider of the native module. */
class ProviderCaller implements Caller {
  readonly #native: native.Provider;

  constructor(held: native.Provider) {
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
