import { inspect } from 'node:util';

import * as native from '../native/index.js';
import { type CallOptions, take } from './call.js';
import type { CampaignDesk, WellSkyCampaignDesk } from './campaign_desk.js';
import type { Given } from './generated/operations.js';
import type { Shape } from './generated/wire.js';
import { requireKnown, toText } from './given.js';
import { DESK, type Listeners, type Side, WELLSKY_DESK, converse, requireMethods } from './host_side.js';
import { camelCase, invalidInput } from './json.js';
import { type Plain, Policy } from './outreach.js';
import { written } from './plain.js';
import type { InstantGiven } from './roster_records.js';
import { type Store, storeOf } from './store.js';
import { type WellSky, wellskyOf } from './wellsky.js';

const CAMPAIGNS = 'flow.campaigns';

const TEXT: Shape = { kind: 'text' };
const maybe = (item: Shape): Shape => ({ kind: 'optional', item });
const NUMBER = maybe({ kind: 'number' });
const INTEGER = maybe({ kind: 'integer' });

/** How a host works. */
export interface CampaignHostOptions {
  /** How shifts are filled. */
  readonly policy: Policy;
  /** Whose campaigns: 1 to 64 ASCII letters, digits, `.`, `_`, `-`. Those of other scopes in the store are left alone. */
  readonly scope: string;
  /** The name of this worker, unique among those that run. */
  readonly holder: string;
  /** Where caregivers are ranked and shifts assigned; without it the desk does both. */
  readonly wellsky?: WellSky | undefined;
  /**
   * With WellSky, the agency's IANA zone, such as America/Denver; unless set that of the environment variable CAREWEAVE_AGENCY_ZONE.
   */
  readonly zone?: string | undefined;
  /** With WellSky, how many days back completed visits count for continuity; 90 unless set. */
  readonly historyDays?: number | undefined;
  /** With WellSky, how many days ahead shifts are looked at; 14 unless set. */
  readonly horizonDays?: number | undefined;
  /** With WellSky, the policy of ranking as JSON text; the published one unless set. */
  readonly ranking?: string | undefined;
  /** The instant to work at; the present unless set. For tests and for time that is played. */
  readonly now?: InstantGiven | undefined;
  /** How long one answer of the desk may take; without it as long as it takes. */
  readonly answerSeconds?: number | undefined;
  /** Called with the method and the error when a method of the desk throws one that is no `CareweaveError`: for your log. */
  readonly onException?: ((method: string, error: unknown) => void) | undefined;
}

/** How one call is made. */
export interface CampaignCallOptions extends CallOptions {
  /** How long the whole of it may take. Commands that were under way then are taken up again after a minute. */
  readonly timeoutSeconds?: number | undefined;
}

/** What one round of work did. */
export interface CampaignRound {
  /** True while there was something to do. */
  readonly busy: boolean;
  /** Shifts whose deadline had passed: the next wave, an escalation. */
  readonly lookedAt: number;
  /** Commands carried out. */
  readonly done: number;
  /** Messages and calls among them that went out in this round. */
  readonly sent: number;
  /** Commands that were over: expired, withdrawn, or of a rehearsal. */
  readonly dropped: number;
  /** Commands that failed and are tried again, or wait until it is known what became of them. */
  readonly waiting: number;
  /** Commands that were given up: a person finds them among the dead items of the outbox. */
  readonly givenUp: number;
}

/** What became of a text. It holds nothing of it. */
export interface HeardReply {
  /**
   * Where it went, by its `route`: `act`, `ask` (several questions are open, and what to ask back), `suppress`, `person` and so on, as
   * `outreach.routeReply` gives it.
   */
  readonly route: Plain & { readonly route: string };
  /** The shifts whose campaigns were told; none where nothing could be acted on, or a person has to read it. */
  readonly told: readonly string[];
}

/** A text of a caregiver. */
export interface ReplyText {
  /** Who wrote. */
  readonly caregiverId: string;
  /** The provider's id: the same message twice is one answer. */
  readonly messageId: string;
  /** What they wrote. */
  readonly text: string;
  /** The provider's time; for reports only. */
  readonly receivedAt: InstantGiven;
}

/**
 * Campaigns that fill shifts, on a store: what happens is decided and written down, and carried out through a desk of yours.
 *
 * ```js
 * const policy = new outreach.Policy({ name: 'night desk', version: 1 });
 * const host = new CampaignHost(store, desk, { policy, scope: 'agency-9001', holder: 'worker-1' });
 * await host.open(shift, 'call_off'); // somebody called off
 * while ((await host.work()).busy); // offers go out
 * await host.hear({ caregiverId: '7', messageId, text: 'Yes!', receivedAt }); // from the webhook of the texting service
 * while ((await host.work()).busy); // checked, assigned, confirmed; the others are told
 * console.log((await host.status('41')).coverage);
 * ```
 *
 * Any number of hosts in any number of processes may work on one store: of two simultaneous yeses one gets the shift, and the other
 * waits in line. Between rounds of `work`, wait for what comes in or for `nextDeadline`. Every method may be called again after a
 * failure: what was decided is kept, and what went out is not sent again.
 *
 * Every method rejects with a `StorageError` when the store fails, and with a `RequestTimeoutError` when it took longer than it was
 * given.
 */
export class CampaignHost {
  /** Whose campaigns. */
  readonly scope: string;
  readonly #desk: object;
  readonly #side: Side;
  readonly #begin: (given: string) => native.Flow | native.Failure;
  readonly #given: readonly Given[];
  readonly #onException: Listeners['onException'];

  /** @throws `InvalidInputError` that names the argument and the rule. */
  constructor(store: Store, desk: WellSkyCampaignDesk, options: CampaignHostOptions & { readonly wellsky: WellSky });
  constructor(store: Store, desk: CampaignDesk, options: CampaignHostOptions & { readonly wellsky?: undefined });
  constructor(store: Store, desk: CampaignDesk | WellSkyCampaignDesk, options: CampaignHostOptions) {
    const kept = storeOf(CAMPAIGNS, store);
    if (typeof options !== 'object' || options === null) throw invalidInput(CAMPAIGNS, 'options', 'must be an object');
    const { policy, wellsky } = options;
    if (!(policy instanceof Policy)) throw invalidInput(CAMPAIGNS, 'policy', 'must be an outreach.Policy');
    if (wellsky === undefined) {
      this.#side = DESK;
      this.#begin = (given) => native.Flow.campaigns(kept, given);
    } else {
      const held = wellskyOf(CAMPAIGNS, wellsky);
      this.#side = WELLSKY_DESK;
      this.#begin = (given) => native.Flow.campaignsInWellsky(held, kept, given);
    }
    requireMethods(CAMPAIGNS, 'desk', desk, this.#side);
    const stated: readonly Given[] = [
      ['scope', TEXT, options.scope],
      ['holder', TEXT, options.holder],
      ['zone', maybe(TEXT), options.zone],
      ['history_days', INTEGER, options.historyDays],
      ['horizon_days', INTEGER, options.horizonDays],
      ['ranking', maybe(TEXT), options.ranking],
      ['now', maybe({ kind: 'instant' }), options.now],
      ['answer_seconds', NUMBER, options.answerSeconds],
    ];
    requireKnown(CAMPAIGNS, options, stated, ['policy', 'wellsky', 'onException']);
    this.#desk = desk;
    this.#given = [...stated, ['policy', TEXT, policy.toText()]];
    this.#onException = options.onException;
    this.scope = options.scope;
    // What is wrong with them is told here, where they are.
    this.#begun('next_deadline', {}, undefined);
  }

  /**
   * Starts filling a shift, and gives the events that were written. One that is being filled goes on as it was; one that was filled is
   * opened anew only where nobody has it any more.
   *
   * @param shift `id`, `window` (`start`, `end`), `zone`, and optionally `area` and `coordinator`.
   * @param cause `call_off`, `gap`, `new_start` or `cancel_acceptance`.
   * @param options `excluded`: who must not be asked, each a `caregiverId` and the `rule`.
   * @throws `InvalidInputError` that names the field of the shift or of an exclusion.
   */
  async open(
    shift: Plain,
    cause: string,
    options?: CampaignCallOptions & { readonly excluded?: readonly Plain[] | undefined },
  ): Promise<readonly Plain[]> {
    const { excluded, ...rest } = options ?? {};
    return this.#run('open', { shift, cause, excluded: excluded ?? [] }, rest);
  }

  /**
   * Takes a text of a caregiver: an opt-out ends what every campaign has with them, a plain answer goes to the one offer it can be
   * about. With several open, a bare yes moves none, and the route says what to ask back.
   */
  async hear(reply: ReplyText, options?: CampaignCallOptions): Promise<HeardReply> {
    const { caregiverId, messageId, text, receivedAt } = reply;
    return this.#run('hear', { caregiverId, messageId, text, receivedAt }, options);
  }

  /**
   * Looks at up to `limit` (1 to 1000, 100 unless set) shifts whose deadline has passed, then carries out up to as many commands.
   */
  async work(options?: CampaignCallOptions & { readonly limit?: number | undefined }): Promise<CampaignRound> {
    const { limit, ...rest } = options ?? {};
    const round = await this.#run<Omit<CampaignRound, 'busy'>>('work', { limit }, rest);
    const { lookedAt, done, dropped, waiting, givenUp } = round;
    return { busy: lookedAt + done + dropped + waiting + givenUp > 0, ...round };
  }

  /**
   * Gives any other input to the campaign of a shift (`coordinator_acted`, `external_assignment_seen`, `consent_changed` and so on), and
   * gives the events that were written. What does not fit is written down as `input_rejected` and changes nothing.
   *
   * @throws `InvalidInputError` that names the field, `ConflictError` when others kept appending: give the input again.
   */
  async submit(shiftId: string, input: Plain, options?: CampaignCallOptions): Promise<readonly Plain[]> {
    return this.#run('submit', { shiftId, input }, options);
  }

  /**
   * Takes the end of a call by the key it was placed under: `accepted`, `declined`, `voicemail`, `no_answer`, `busy`, `failed` or
   * `opt_out`.
   */
  async callEnded(shiftId: string, key: string, outcome: string, options?: CampaignCallOptions): Promise<void> {
    await this.#run('call_ended', { shiftId, key, outcome }, options);
  }

  /** Where the filling of a shift stands, with the one thing that moves it on; `null` for one that was never opened. */
  async status(shiftId: string, options?: CampaignCallOptions): Promise<Plain | null> {
    return this.#run('status', { shiftId }, options);
  }

  /** Where every shift stands that is being filled. */
  async live(
    options?: CampaignCallOptions,
  ): Promise<readonly { readonly shiftId: string; readonly status: Plain }[]> {
    return this.#run('live', {}, options);
  }

  /** What passed between the agency and one caregiver about a shift, in order. */
  async timeline(shiftId: string, caregiverId: string, options?: CampaignCallOptions): Promise<readonly Plain[]> {
    return this.#run('timeline', { shiftId, caregiverId }, options);
  }

  /** Those who said yes and wait, in order. */
  async waitlist(shiftId: string, options?: CampaignCallOptions): Promise<readonly Plain[]> {
    return this.#run('waitlist', { shiftId }, options);
  }

  /** Why the others were not asked: the name of the rule for each. */
  async whyNotContacted(shiftId: string, options?: CampaignCallOptions): Promise<readonly Plain[]> {
    return this.#run('why_not_contacted', { shiftId }, options);
  }

  /** What will happen from now on if nobody answers, step by step; `complete` is false when it was cut off. */
  async forecast(
    shiftId: string,
    options?: CampaignCallOptions,
  ): Promise<{ readonly steps: readonly Plain[]; readonly complete: boolean }> {
    return this.#run('forecast', { shiftId }, options);
  }

  /** When the next shift is to be looked at; `null` when none waits. Commands that wait for another try are not in it. */
  async nextDeadline(options?: CampaignCallOptions): Promise<string | null> {
    return this.#run('next_deadline', {}, options);
  }

  #begun(run: string, given: object, timeoutSeconds: number | undefined): native.Flow {
    const all: readonly Given[] = [
      ['run', TEXT, run],
      ...this.#given,
      ['given', TEXT, written(CAMPAIGNS, given)],
      ['timeout_seconds', NUMBER, timeoutSeconds],
    ];
    return take(this.#begin(toText(CAMPAIGNS, all)));
  }

  async #run<T>(run: string, given: object, options: CampaignCallOptions | undefined): Promise<T> {
    const timeoutSeconds = options?.timeoutSeconds;
    requireKnown(CAMPAIGNS, options, [['timeout_seconds', NUMBER, timeoutSeconds]], ['signal']);
    const flow = this.#begun(run, given, timeoutSeconds);
    const step = await converse(flow, this.#desk, this.#side, { onException: this.#onException }, options);
    return camelCase(JSON.parse(step!.plain!)) as T;
  }

  [inspect.custom](): string {
    return `CampaignHost { scope: ${inspect(this.scope)} }`;
  }
}
