/**
 * Counters, gauges and histograms as Prometheus reads them, for one address of yours.
 *
 * Three pages there are: what a client counted (`ws.metricsText()`), what waits in a store (`store.health.metricsText(…)`), and
 * what happened to leads, calls, messages, appointments, shifts and visits (`metrics.traffic(…)`). `metrics.page` makes one of them.
 * Every label is a word of the program, the name of an operation, or the name of an integration: nothing is of a person.
 *
 * @packageDocumentation
 */
import * as native from '../native/index.js';
import { take } from './call.js';
import { eventLine } from './event_lines.js';
import type { Event } from './generated/insight_events.js';
import { invalidInput } from './json.js';
import { written } from './plain.js';
import type { InstantGiven } from './roster_records.js';

/** What a server says of a page. */
export const CONTENT_TYPE = 'text/plain; version=0.0.4';

const TRAFFIC = 'metrics.traffic';

/**
 * What happened up to a moment, counted by words of closed sets. Repetitions do not count, and the order does not matter.
 *
 * @param events - objects or lines of JSON, one by one; or a text of such lines
 * @throws `InvalidInputError` when an event breaks a rule, with the `record` (`line 3`) and the `field`, never the value;
 * `ConflictError` when an id stands for another event that was recorded at the same moment.
 */
export function traffic(
  events: string | Iterable<Event | string>,
  options: {
    /** The moment it speaks of: what happened or was learned later is left out. */
    readonly asOf: InstantGiven;
  },
): string {
  const lines = typeof events === 'string' ? events : [...linesOf(events)].join('\n');
  return JSON.parse(take(native.compute(TRAFFIC, lines, written(TRAFFIC, options)))) as string;
}

/**
 * One page of several.
 *
 * @throws `InvalidInputError` when two pages have the same `family`, which no monitoring system reads.
 */
export function page(...pages: readonly string[]): string {
  return JSON.parse(take(native.compute('metrics.page', '', written('metrics.page', { pages })))) as string;
}

function* linesOf(events: Iterable<Event | string>): Generator<string> {
  if (typeof events !== 'object' || events === null || typeof events[Symbol.iterator] !== 'function') {
    throw invalidInput(TRAFFIC, 'events', 'must be events one by one, or a text of lines');
  }
  let place = 0;
  for (const event of events) {
    yield eventLine(TRAFFIC, `events[${place}]`, event);
    place += 1;
  }
}
