/**
 * Figures of an agency, from events: sources, funnel, calls, messages, no-shows, filling, fairness, churn, visit verification.
 *
 * What each figure means, and must not be used for, is on a page of docs/metrics.
 *
 * @packageDocumentation
 */
import * as native from '../native/index.js';
import { type CallOptions, run, runText, take } from './call.js';
import { eventLine } from './event_lines.js';
import type { Event } from './generated/insight_events.js';
import { type Figures, type Query, type ReportWord, given } from './insights_queries.js';
import type { Funnel, Telephony } from './insights_reports.js';
import { camelCase, instant, invalidInput } from './json.js';
import type { InstantGiven } from './roster_records.js';

export type * from './generated/insight_events.js';
export type { Figures, OfficeHours, Query, ReportWord, Scoped, Settings } from './insights_queries.js';
export { query } from './insights_queries.js';
export type * from './insights_reports.js';

/**
 * Events: objects or lines of JSON, one by one; a text of such lines; or the bytes of an Arrow IPC stream or file, a table with
 * the columns `id`, `at`, `kind` and one for each field, in snake case. A table is the fastest by far.
 */
export type EventsGiven = string | Uint8Array | Iterable<Event | string>;

/** The moment an answer speaks of. */
export interface AsOf {
  /** What happened or was learned later is left out. */
  readonly asOf: InstantGiven;
}

const PUSH = 'insights.push';
const ANSWER = 'insights.answer';
const AT_A_TIME = 8_192;

/**
 * Questions, and what has been taken in for them, held by Rust.
 *
 * ```js
 * const calls = insights.query('telephony', { zone: 'America/Denver' });
 * const inquiry = new insights.Inquiry([calls]);
 * inquiry.push(events);
 * const { figures } = inquiry.answer(calls, { asOf: new Date() });
 * console.log(figures.answer.value ?? figures.answer.whyNull);
 * ```
 */
export class Inquiry {
  readonly #native: native.Inquiry;
  readonly #queries: readonly Query<ReportWord>[];

  /**
   * Asks: each event is looked at once for all queries.
   *
   * @throws `InvalidInputError` when a query breaks a rule, with the `record` (`questions[1]`) and the `field`.
   */
  constructor(
    queries: readonly Query<ReportWord>[],
    options: {
      /** How many threads count; as many as there are processors unless stated. */
      readonly threads?: number | undefined;
    } = {},
  ) {
    if (!Array.isArray(queries)) throw invalidInput('insights.ask', 'queries', 'must be an array of queries');
    this.#queries = [...queries];
    this.#native = take(native.Inquiry.asking(JSON.stringify(this.#queries.map(given)), options.threads));
  }

  /**
   * Takes in events, and gives how many they were. Their order does not matter; those that were there before do not count again,
   * and an id that comes with other content and a later `recordedAt` is a correction. It is done when the method returns.
   *
   * @throws `InvalidInputError` when an event breaks a rule, with the `record` (`events[3]`, `line 3` of a text, `row 3` of a table)
   * and the `field`, never the value; others may have been taken in, and to push all of them again when the one is repaired does
   * no harm. `ConflictError` when an id stands for another event that was recorded at the same moment.
   */
  push(events: EventsGiven): number {
    let taken = 0;
    for (const part of parts(events)) taken += take<number>(this.#native.push(part));
    return taken;
  }

  /** As `push`, on another thread. What is under way when the signal is aborted is still taken in. */
  async pushAsync(events: EventsGiven, options?: CallOptions): Promise<number> {
    let taken = 0;
    for (const part of parts(events)) {
      taken += (await run(this.#native.pushing(part), options)) as number;
    }
    return taken;
  }

  /**
   * Takes in the rows of a CSV file's text: columns as those of a table, an empty cell is a field that is not given.
   *
   * @throws as `push`; the record is a `line`.
   */
  pushCsv(text: string): number {
    return take<number>(this.#native.push({ csv: text }));
  }

  /**
   * The answer to one of the queries.
   *
   * @throws `InvalidInputError` when the query is none of those asked, or the facts contradict each other, such as two currencies
   * in one sum.
   */
  answer<Word extends ReportWord>(query: Query<Word>, options: AsOf): Answer<Word> {
    return new Answer(take(this.#native.answer(this.#place(query), moment(options))), query.report);
  }

  /** As `answer`, on another thread. */
  async answerAsync<Word extends ReportWord>(query: Query<Word>, options: AsOf & CallOptions): Promise<Answer<Word>> {
    const pull = this.#native.answering(this.#place(query), moment(options));
    await runText(pull.call()!, options);
    return new Answer(pull.made()!, query.report);
  }

  /** Bytes of memory that hold what was taken in. */
  get memoryBytes(): number {
    return this.#native.bytes;
  }

  #place(query: Query<ReportWord>): number {
    const place = this.#queries.indexOf(query);
    if (place >= 0) return place;
    throw invalidInput(ANSWER, 'query', 'must be one of those the inquiry was made with');
  }
}

/** A report as of a moment. It does not change. */
export class Answer<Word extends ReportWord> {
  readonly #native: native.Answer;
  readonly #report: Word;
  #figures: Figures[Word] | undefined;

  /** @internal Use `Inquiry.answer` or `report`. */
  constructor(held: native.Answer, report: Word) {
    this.#native = held;
    this.#report = report;
  }

  /** The report, read when it is first asked for. Whole numbers beyond 53 bits are rounded; `toJson` has them exactly. */
  get figures(): Figures[Word] {
    this.#figures ??= read(this.#report, this.#native.json());
    return this.#figures;
  }

  /** The names of its tables; the first is the main one. */
  get tables(): readonly string[] {
    return this.#native.tables;
  }

  /** One line of JSON, byte for byte what Rust, Python and the command line give. */
  toJson(): string {
    return this.#native.json();
  }

  /**
   * A table as CSV (RFC 4180), safe to open in a spreadsheet; the main one unless stated.
   *
   * @throws `InvalidInputError` when there is no such table.
   */
  toCsv(table?: string): string {
    return take(this.#native.csv(table));
  }

  /** The main figure as a chart. */
  toSvg(): string {
    return this.#native.svg();
  }

  /**
   * A table as the bytes of an Arrow IPC stream, as `tableFromIPC` of apache-arrow and the readers of other languages take it; the
   * main one unless stated. A share is eight columns, money three, amounts are decimals with two places, instants are in UTC.
   *
   * @throws `InvalidInputError` when there is no such table.
   */
  toArrow(table?: string): Uint8Array {
    return take(this.#native.arrow(table));
  }
}

/** The answer to a query over events that are all there: the same as an `Inquiry` that they are pushed into. */
export function report<Word extends ReportWord>(query: Query<Word>, events: EventsGiven, options: AsOf): Answer<Word> {
  const inquiry = new Inquiry([query]);
  inquiry.push(events);
  return inquiry.answer(query, options);
}

function moment(options: AsOf): string {
  return instant(ANSWER, 'asOf', options?.asOf);
}

/** What is handed over at a time. */
function* parts(events: EventsGiven): Generator<native.Events> {
  if (typeof events === 'string') {
    yield { lines: events };
    return;
  }
  if (events instanceof Uint8Array) {
    yield { arrow: events };
    return;
  }
  if (typeof events !== 'object' || events === null || typeof events[Symbol.iterator] !== 'function') {
    throw invalidInput(PUSH, 'events', 'must be events one by one, a text of lines, or the bytes of an Arrow table');
  }
  let lines: string[] = [];
  let place = 0;
  for (const event of events) {
    lines.push(eventLine(PUSH, `events[${place}]`, event));
    place += 1;
    if (lines.length === AT_A_TIME) {
      yield { lines: lines.join('\n'), first: place - lines.length };
      lines = [];
    }
  }
  if (lines.length > 0) yield { lines: lines.join('\n'), first: place - lines.length };
}

function read<Word extends ReportWord>(report: Word, text: string): Figures[Word] {
  const json = JSON.parse(text);
  const figures = camelCase(json) as Figures[Word];
  // The keys of these are words and reasons, not names of fields.
  if (report === 'telephony') return { ...(figures as Telephony), results: json.results } as Figures[Word];
  if (report === 'funnel') {
    const { groups, ...rest } = figures as Funnel;
    const kept = groups.map((group, place) => ({ ...group, lost: json.groups[place].lost }));
    return { ...rest, groups: kept } as Funnel as Figures[Word];
  }
  return figures;
}
