import { inspect } from 'node:util';

import * as native from '../native/index.js';
import { take } from './call.js';
import type { Instant, VerifiedDelivery } from './generated/models.js';
import { instant, invalidInput } from './json.js';

const SCHEME = 'webhooks.scheme';
const VERIFY = 'webhooks.verify';

/**
 * The headers of a request: an object as `request.headers` of Node, a `Headers`, a `Map`, or pairs. A header that stands twice
 * is refused; of two with one name, an object of Node has dropped one already, unless the value is a list.
 */
export type WebhookHeaders =
  | Readonly<{ [name: string]: string | readonly string[] | undefined }>
  | Iterable<readonly [string, string]>;

/** When a delivery came; the present unless set. */
export interface WebhookOptions {
  readonly now?: Date | Instant | undefined;
}

/** A replay window. */
export interface ToleranceOptions {
  /** How far the signed time may lie from now, either way, in seconds. */
  readonly toleranceSeconds?: number | undefined;
}

/** A delivery as the native module takes it: names and values of the headers by turns, the body, seconds since 1970. */
export function laidOut(
  operation: string,
  headers: WebhookHeaders,
  body: Uint8Array,
  options: WebhookOptions | undefined,
): [string[], Uint8Array, number | undefined] {
  if (!(body instanceof Uint8Array)) throw invalidInput(operation, 'body', 'must be a Uint8Array');
  const now = options?.now === undefined ? undefined : Date.parse(instant(operation, 'now', options.now)) / 1000;
  return [byTurns(operation, headers), body, now];
}

/** Names and values by turns. */
function byTurns(operation: string, headers: WebhookHeaders): string[] {
  const wrong = () => invalidInput(operation, 'headers', 'must be an object of strings, or pairs of strings');
  if (typeof headers !== 'object' || headers === null) throw wrong();
  const pairs = Symbol.iterator in headers ? [...headers] : Object.entries(headers);
  return pairs.flatMap((pair) => {
    if (!Array.isArray(pair) || pair.length !== 2) throw wrong();
    const [name, value] = pair as readonly [unknown, unknown];
    // Node gives the values of a name that stands twice as an array.
    const values = value === undefined ? [] : Array.isArray(value) ? value : [value];
    if (typeof name !== 'string' || values.some((one) => typeof one !== 'string')) throw wrong();
    return values.flatMap((one: string) => [name, one]);
  });
}

/** What the native module says of a delivery. */
export function delivery(checked: native.CheckedDelivery | native.Failure): VerifiedDelivery {
  const { identity, id, sentAt } = take(checked);
  return { identity, id: id ?? null, sentAt: (sentAt ?? null) as VerifiedDelivery['sentAt'] };
}

/**
 * Checks the deliveries of one sender, in constant time and over the bytes as they came. Make it once.
 *
 * ```js
 * const verifier = WebhookVerifier.standard(['whsec_...']);
 * const { id } = verifier.verify(request.headers, rawBody);
 * ```
 *
 * Give every secret that is in force: two while one is being rotated. The scheduling services need none of these, since
 * `Provider.verifyWebhook` knows its service's scheme.
 */
export class WebhookVerifier {
  readonly #native: native.WebhookVerifier;

  private constructor(held: native.WebhookVerifier | native.Failure) {
    this.#native = take(held);
  }

  /**
   * Standard Webhooks: `webhook-id`, `webhook-timestamp`, `webhook-signature`, HMAC-SHA256; five minutes either way unless set.
   *
   * @param secrets Base64, with or without `whsec_`.
   * @throws `InvalidInputError` without a secret, and for one that is blank or not base64.
   */
  static standard(secrets: readonly string[], options?: ToleranceOptions): WebhookVerifier {
    return new WebhookVerifier(native.WebhookVerifier.standard(texts(secrets), tolerance(options)));
  }

  /**
   * Calendly: `Calendly-Webhook-Signature: t=...,v1=...`; three minutes either way unless set.
   *
   * @throws `InvalidInputError` without a key, and for a blank one.
   */
  static calendly(signingKeys: readonly string[], options?: ToleranceOptions): WebhookVerifier {
    return new WebhookVerifier(native.WebhookVerifier.calendly(texts(signingKeys), tolerance(options)));
  }

  /**
   * Acuity: `X-Acuity-Signature`. It signs no time, so an old delivery verifies for ever: fetch what it names.
   *
   * @throws `InvalidInputError` without a key, and for a blank one.
   */
  static acuity(apiKeys: readonly string[]): WebhookVerifier {
    return new WebhookVerifier(native.WebhookVerifier.acuity(texts(apiKeys)));
  }

  /**
   * A header that carries the secret itself, as WellSky's subscriptions do. It proves who registered the receiver and nothing
   * about the body: fetch what it names.
   *
   * @throws `InvalidInputError` without a secret, for a blank one, and for what is no name of a header.
   */
  static sharedHeader(header: string, secrets: readonly string[]): WebhookVerifier {
    if (typeof header !== 'string') throw invalidInput(SCHEME, 'header', 'must be a string');
    return new WebhookVerifier(native.WebhookVerifier.sharedHeader(header, texts(secrets)));
  }

  /**
   * Checks a delivery.
   *
   * @param body The body, byte for byte: never parse it and write it anew before it is checked.
   * @throws `AuthenticationError`: answer 401 and change nothing.
   * @throws `InvalidInputError` for a body over a mebibyte: answer 413.
   */
  verify(headers: WebhookHeaders, body: Uint8Array, options?: WebhookOptions): VerifiedDelivery {
    return delivery(this.#native.verify(...laidOut(VERIFY, headers, body, options)));
  }

  [inspect.custom](): string {
    return 'WebhookVerifier {}';
  }
}

function texts(secrets: readonly string[]): string[] {
  if (!Array.isArray(secrets) || !secrets.every((secret) => typeof secret === 'string')) {
    throw invalidInput(SCHEME, 'secrets', 'must be a list of strings');
  }
  return [...secrets];
}

function tolerance(options: ToleranceOptions | undefined): number | undefined {
  const seconds = options?.toleranceSeconds;
  if (seconds !== undefined && typeof seconds !== 'number') {
    throw invalidInput(SCHEME, 'toleranceSeconds', 'must be a number');
  }
  return seconds;
}
