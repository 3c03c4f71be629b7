import type * as native from '../native/index.js';
import { type CallOptions, run, runText } from './call.js';
import { CareweaveError } from './errors.js';
import type { FlowProgress, FlowStep, HostQuestion } from './generated/models.js';
import { READ, type Shape } from './generated/wire.js';
import { asJson } from './given.js';
import { camelCase, invalidInput } from './json.js';
import { written as writtenPlainly } from './plain.js';
import type { Json } from './reading.js';

/** What a host has to do with one method of its interface: what it is called with, and what its answer is made of. */
interface Method {
  readonly name: string;
  readonly given: (asked: HostQuestion) => readonly unknown[];
  readonly answer: Shape | PlainAnswer | undefined;
}

/** An answer that is plain data. */
const PLAIN = { kind: 'plain' } as const;
type PlainAnswer = typeof PLAIN;

/** The methods of one interface, by what a flow calls them. */
export type Side = Readonly<Record<string, Method>>;

const task: Shape = { kind: 'record', name: 'BoardTask' };

/** The methods of a `TaskBoard`. */
export const BOARD: Side = {
  'board.find': { name: 'find', given: (q) => [q.external], answer: { kind: 'optional', item: task } },
  'board.get': { name: 'get', given: (q) => [q.taskId], answer: task },
  'board.changed': {
    name: 'changed',
    given: (q) => [q.after, q.limit],
    answer: { kind: 'record', name: 'TaskPage' },
  },
  'board.apply': { name: 'apply', given: (q) => [q.taskChange, q.key], answer: task },
};

/** The methods of a `SalesCrm`. */
export const CRM: Side = {
  'crm.changed_deals': { name: 'changedDeals', given: (q) => [q.after], answer: { kind: 'record', name: 'DealPage' } },
  'crm.deal': {
    name: 'deal',
    given: (q) => [q.dealId],
    answer: { kind: 'optional', item: { kind: 'record', name: 'Deal' } },
  },
  'crm.apply': { name: 'apply', given: (q) => [q.dealChange, q.key], answer: undefined },
  'crm.has_applied': { name: 'hasApplied', given: (q) => [q.key], answer: { kind: 'flag' } },
};

const word: Shape = { kind: 'optional', item: { kind: 'text' } };
const perhaps: Shape = { kind: 'optional', item: { kind: 'flag' } };

/** What a method of a desk is given. */
function givenTo(question: HostQuestion): Readonly<Record<string, unknown>> {
  return camelCase(JSON.parse(question.plain ?? '{}')) as Readonly<Record<string, unknown>>;
}

function named(...names: readonly string[]): Method['given'] {
  return (question) => {
    const given = givenTo(question);
    return names.map((name) => given[name]);
  };
}

const HANDED: Side = {
  'desk.send': { name: 'send', given: (q) => [q.key, givenTo(q)], answer: word },
  'desk.find_message': { name: 'findMessage', given: (q) => [q.key, givenTo(q)], answer: perhaps },
  'desk.place_call': { name: 'placeCall', given: (q) => [q.key, givenTo(q)], answer: word },
  'desk.find_call': { name: 'findCall', given: (q) => [q.key, givenTo(q)], answer: perhaps },
  'desk.take': { name: 'take', given: (q) => [givenTo(q)], answer: undefined },
};

/** The methods of a `CampaignDesk`. */
export const DESK: Side = {
  ...HANDED,
  'desk.candidates': { name: 'candidates', given: named('shiftId', 'exclude', 'limit'), answer: PLAIN },
  'desk.revalidate': { name: 'revalidate', given: named('shiftId', 'caregiverId'), answer: PLAIN },
  'desk.assign': { name: 'assign', given: named('shiftId', 'caregiverId'), answer: PLAIN },
  'desk.assigned_to': { name: 'assignedTo', given: named('shiftId'), answer: word },
  'desk.unassign': { name: 'unassign', given: named('shiftId', 'caregiverId'), answer: undefined },
};

/** The methods of a `WellSkyCampaignDesk`. */
export const WELLSKY_DESK: Side = {
  ...HANDED,
  'desk.person': { name: 'person', given: named('caregiverId'), answer: PLAIN },
};

/** What is told while a flow runs. */
export interface Listeners {
  readonly onProgress?: ((progress: FlowProgress) => void) | undefined;
  readonly onException?: ((method: string, error: unknown) => void) | undefined;
}

/** Refuses an object that lacks a method, before anything is read. */
export function requireMethods(operation: string, field: string, host: unknown, side: Side): void {
  for (const { name } of Object.values(side)) {
    if (typeof (host as Record<string, unknown> | null | undefined)?.[name] !== 'function') {
      throw invalidInput(operation, field, `must have a method ${name}`);
    }
  }
}

/** Goes through with a run of a flow, answers what it asks, and gives its last step: what it came to. */
export async function converse(
  flow: native.Flow,
  host: object,
  side: Side,
  listeners: Listeners,
  options: CallOptions | undefined,
): Promise<FlowStep | undefined> {
  const answers = new Answers(flow, host as Host, side, listeners.onException);
  let told: FlowStep | undefined;
  try {
    let next = nextStep(flow, options);
    for (;;) {
      const step = await next;
      if (step === undefined) return told;
      if (step.progress !== null) listeners.onProgress?.(step.progress);
      else if (step.question === null) told = step;
      // Asked for before the host has answered, so that a signal ends the run while it does.
      next = nextStep(flow, options);
      next.catch(() => undefined);
      if (step.question !== null) await Promise.race([answers.to(step.question), next]);
    }
  } catch (error) {
    throw answers.withCause(error);
  } finally {
    await runText(flow.close(), undefined);
  }
}

async function nextStep(flow: native.Flow, options: CallOptions | undefined): Promise<FlowStep | undefined> {
  const json = (await run(flow.next(), options)) as Json;
  return json === null ? undefined : READ.FlowStep(json);
}

type Host = Readonly<Record<string, (...given: readonly unknown[]) => unknown>>;

/** The answers of a host. */
class Answers {
  readonly #flow: native.Flow;
  readonly #host: Host;
  readonly #side: Side;
  readonly #onException: Listeners['onException'];
  readonly #raised = new Map<number, unknown>();

  constructor(flow: native.Flow, host: Host, side: Side, onException: Listeners['onException']) {
    this.#flow = flow;
    this.#host = host;
    this.#side = side;
    this.#onException = onException;
  }

  /** Answers a question. It throws what a listener throws, and nothing else. */
  async to(question: HostQuestion): Promise<void> {
    const { name, given, answer: shape } = this.#side[question.method]!;
    let answer: unknown;
    try {
      answer = await this.#host[name]!(...given(question));
    } catch (error) {
      this.#refuse(question, error);
      return;
    }
    let written: string;
    try {
      written = writtenAnswer(question.method, shape, answer ?? null);
    } catch (error) {
      // The method has done what it does; what it says of it cannot be used.
      const { message, field } = asRefusal(error);
      this.#raised.set(question.number, error);
      this.#flow.refuse(question.number, JSON.stringify({ code: 'decode', message, field }));
      return;
    }
    this.#flow.answer(question.number, written);
  }

  /** The error with the one of the host that it is about. */
  withCause(error: unknown): unknown {
    if (error instanceof CareweaveError && error.cause === undefined) {
      const number = error.get('question');
      if (number !== undefined) {
        Object.defineProperty(error, 'cause', {
          value: this.#raised.get(Number(number)),
          configurable: true,
          writable: true,
        });
      }
    }
    return error;
  }

  #refuse(question: HostQuestion, error: unknown): void {
    this.#raised.set(question.number, error);
    if (error instanceof CareweaveError) {
      this.#flow.refuse(question.number, JSON.stringify(asRefusal(error)));
      return;
    }
    const exception = error instanceof Error ? error.constructor.name : typeof error;
    this.#flow.refuse(question.number, JSON.stringify({ exception }));
    this.#onException?.(question.method, error);
  }
}

function writtenAnswer(method: string, shape: Method['answer'], answer: unknown): string {
  if (shape === undefined) return 'null';
  if (shape.kind !== 'plain') return asJson(method, 'answer', shape, answer);
  // A word for an assignment is short for the object that has more.
  const whole = method === 'desk.assign' && typeof answer === 'string' ? { result: answer } : answer;
  return whole === null ? 'null' : writtenPlainly(method, whole as object);
}

function asRefusal(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof CareweaveError)) throw error;
  return {
    code: error.code,
    message: error.message,
    field: error.get('field') ?? null,
    delivery: error.delivery,
    retry_after_ms: error.retryAfterMs ?? null,
  };
}
