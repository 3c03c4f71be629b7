import type { Awaitable } from './host_interfaces.js';
import type { Plain } from './outreach.js';

/** Why a service did not take a message. */
export type NotTaken =
  'opted_out' | 'invalid_number' | 'landline' | 'throttled' | 'content_blocked' | 'transient' | 'unknown';

/**
 * What a campaign reaches people and the office with. Messages and commands are plain data, as in `outreach`. The methods are called
 * one at a time.
 *
 * A method that cannot do what it is asked throws a `refusal`. Of sending, `delivery: 'not_sent'` says that nothing went out, and it is
 * tried again; after anything else, any other error among it, the message is looked up before it is ever sent again.
 */
interface Phones {
  /**
   * Sends a text, a WhatsApp message or an e-mail, as `message.channel` says. What it says is yours to write, from its `template`,
   * `terms` and `language`. Gives nothing when the service took it, and else why it did not.
   *
   * @param key The name this message goes by: give it to the service where it takes one, and keep it.
   */
  send(key: string, message: Plain): Awaitable<NotTaken | null | undefined | void>;
  /** Whether a message with this key went out; `null` where nobody can tell: then it is not sent again. */
  findMessage(key: string, message: Plain): Awaitable<boolean | null>;
  /** Places a call; as `send`. How it ended is told by `CampaignHost.callEnded`. */
  placeCall(key: string, message: Plain): Awaitable<NotTaken | null | undefined | void>;
  /** Whether a call with this key was placed; as `findMessage`. */
  findCall(key: string, message: Plain): Awaitable<boolean | null>;
  /**
   * Takes what the office is told. `command.action.kind` is one of `notify_coordinator`, `request_approval`, `create_task`, `add_note`,
   * `notify_client`, `record_suppression` (write to this person no more, anywhere), `emit_metric`, and `unassign_shift` where the
   * agency system cannot take an assignment back. A `command.key` that was taken before is dropped.
   */
  take(command: Plain): Awaitable<void>;
}

/** What is yours where WellSky ranks caregivers and is assigned to. */
export interface WellSkyCampaignDesk extends Phones {
  /**
   * How a caregiver is reached and what they agreed to: `reach` (the preferred way of writing first), `language`, `recipient`; `null`
   * for somebody who is not in your directory.
   */
  person(caregiverId: string): Awaitable<Plain | null>;
}

/** What is yours where no WellSky takes part: all of it. */
export interface CampaignDesk extends Phones {
  /** Who can take a shift, best first: at most `limit`, and none of `exclude`. */
  candidates(shiftId: string, exclude: readonly string[], limit: number): Awaitable<readonly Plain[]>;
  /**
   * Whether the hard rules still let a caregiver take a shift, by fresh facts: `{ kind: 'eligible' }`,
   * `{ kind: 'overtime', minutes: 60 }` or `{ kind: 'ineligible', rule: 'overlap' }`.
   */
  revalidate(shiftId: string, caregiverId: string): Awaitable<Plain>;
  /**
   * Gives the shift to the caregiver if nobody has it, and looks: `'assigned'`, `'taken'` (somebody else has it), `'unknown'` (nobody
   * knows whether it took; it is read back), or `{ result: 'refused', retryable: false, reason: 'a_code' }`. It may be asked again
   * with the same ids at any time, and then does nothing twice.
   */
  assign(shiftId: string, caregiverId: string): Awaitable<'assigned' | 'taken' | 'unknown' | Plain>;
  /** Who has the shift; `null` for nobody, and never because looking failed. */
  assignedTo(shiftId: string): Awaitable<string | null>;
  /**
   * Takes the assignment of this caregiver back, if it is there. Refuse it with `unsupported` where that cannot be done: then the
   * office is asked to, by `take`.
   */
  unassign(shiftId: string, caregiverId: string): Awaitable<void>;
}
