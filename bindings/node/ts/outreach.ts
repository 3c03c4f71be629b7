import * as native from '../native/index.js';
import { take } from './call.js';
import { compute } from './compute.js';
import { invalidInput } from './json.js';
import { written } from './plain.js';
import type { InstantGiven } from './roster_records.js';

/**
 * Plain data of a campaign: states, inputs, events, commands. Enumerations are words; where there are several forms, `kind`
 * says which. Instants come out as ISO 8601 in UTC; `Date`s may be given.
 */
export type Plain = { readonly [name: string]: unknown };

/** What follows from an input. */
export interface Decision {
  /** What happened, in order: to be appended under the version that was decided on, or decided anew. */
  readonly events: readonly Plain[];
  /** What has to be done, in order; each at least once, under its `key`. */
  readonly commands: readonly Plain[];
  /** The state after the events. */
  readonly state: Plain;
  /** When to give a tick at the latest; not at all when `null`. */
  readonly nextDeadline: string | null;
}

/** Where a campaign stands. */
export interface Standing {
  /** The fold of its events. */
  readonly state: Plain;
  /** The same for a person: coverage, counts, waitlist, the one thing that moves it on; `null` before it was opened. */
  readonly status: Plain | null;
  /** When to give a tick at the latest; not at all when `null`. */
  readonly nextDeadline: string | null;
}

/** What a message means. It holds nothing of the text. */
export interface ParsedReply {
  /** What was meant. */
  readonly intent: Plain & { readonly kind: string };
  /** How sure that is. */
  readonly confidence: 'low' | 'medium' | 'high';
  /** The rule that decided. */
  readonly rule: string;
  /** The language most of the words belong to; absent when that is not clear. */
  readonly language?: string;
}

/** What came of many trials: counts, from which every share follows. */
export interface SimulationReport {
  readonly trials: number;
  /** Shifts filled before their start. */
  readonly filled: number;
  /** Shifts filled within fifteen minutes. */
  readonly filledBy15: number;
  /** Shifts filled within an hour. */
  readonly filledBy60: number;
  /** The median of the minutes to the fill, of those filled. */
  readonly medianMinutes: number | null;
  /** The minutes within which nine of ten of those filled were. */
  readonly p90Minutes: number | null;
  /** Texts sent. */
  readonly texts: number;
  /** Calls placed. */
  readonly calls: number;
  /** Yeses that came too late. */
  readonly surplus: number;
  /** People who asked not to be written to again. */
  readonly optOuts: number;
  /** Minutes of overtime the assignments cause. */
  readonly overtimeMinutes: number;
}

/** How shifts are filled: plain data in the format `careweave.outreach-policy/1`, checked, with its defaults. */
export class Policy {
  readonly #text: string;

  /**
   * Reads a policy: JSON text, or an object.
   *
   * @throws InvalidInputError that names the field.
   */
  constructor(document: string | Plain) {
    const given = typeof document === 'string' ? document : written('outreach.policy', document);
    this.#text = take(native.compute('outreach.policy', given, '{}'));
  }

  /** The whole policy, as JSON text. */
  toText(): string {
    return this.#text;
  }
}

/**
 * What follows from an input at an instant. It never fails on what does not fit: that becomes an event `input_rejected`.
 *
 * @param state As an earlier decision gave it; nothing for a shift nothing was decided about yet.
 * @param now Before the last event it counts as the time of that event.
 * @throws InvalidInputError that names the field, when the state or the input is not one.
 */
export function decide(policy: Policy, state: Plain | undefined, input: Plain, now: InstantGiven): Decision {
  return compute('outreach.decide', textOf(policy), { state, input, now });
}

/**
 * The state after more events.
 *
 * @throws InvalidInputError that names the record and the field, when one does not follow the last.
 */
export function evolve(state: Plain | undefined, events: readonly Plain[]): Standing {
  return compute('outreach.evolve', '', { state, events });
}

/**
 * Folds a whole log, of this schema or an older one, and gives every command it caused under the keys they had.
 *
 * @throws InvalidInputError that names the record (`events[3]`) and the field.
 */
export function replay(log: readonly Plain[]): Standing & { readonly commands: readonly Plain[] } {
  const { given } = JSON.parse(written('outreach.replay', { given: log })) as { given: unknown };
  return compute('outreach.replay', JSON.stringify(given), {});
}

/** When the campaign is to be looked at next; `null` when it is over. */
export function nextDeadline(state: Plain): string | null {
  return evolve(state, []).nextDeadline;
}

/** What will happen from `now` on if nobody answers, step by step; `complete` is false when it was cut off. */
export function forecast(
  policy: Policy,
  state: Plain,
  now: InstantGiven,
): { readonly steps: readonly Plain[]; readonly complete: boolean } {
  return compute('outreach.forecast', textOf(policy), { state, now });
}

/**
 * What a text message means, and by which rule.
 *
 * @param options `language`: the writer's, as a BCP 47 code, for words that mean different things in different languages.
 */
export function parseReply(text: string, options: { readonly language?: string | undefined } = {}): ParsedReply {
  return compute('outreach.parse_reply', '', { text, language: options.language });
}

/**
 * Which open question a message answers. Between two open questions it never guesses: the route then says what to ask.
 *
 * @param thread `people` who use the number, `open` questions, and the `clarification` that waits, if one does.
 */
export function routeReply(
  thread: Plain,
  text: string,
  now: InstantGiven,
  options: { readonly language?: string | undefined } = {},
): { readonly read: ParsedReply; readonly route: Plain & { readonly route: string } } {
  return compute('outreach.route_reply', '', { thread, text, now, language: options.language });
}

/**
 * Fills an imagined shift so many times. The same seed gives the same people on every machine, so policies can be compared
 * trial by trial.
 *
 * @param given `crew`: what people do; what is left out is the documented assumption.
 * @throws InvalidInputError that names the field of the crew, or for no trials.
 */
export function simulate(
  policy: Policy,
  given: { readonly seed: number; readonly trials: number; readonly crew?: Plain | undefined },
): SimulationReport {
  return compute('outreach.simulate', textOf(policy), given);
}

/** What is wrong with a catalogue of message templates; that of the library unless one is given. Nothing when it may be used. */
export function lint(catalogue?: string | Plain): readonly Plain[] {
  const document = typeof catalogue === 'object' ? written('outreach.lint', catalogue) : (catalogue ?? '');
  return compute('outreach.lint', document, {});
}

function textOf(policy: Policy): string {
  if (policy instanceof Policy) return policy.toText();
  throw invalidInput('outreach.policy', 'policy', 'must be an outreach.Policy');
}
