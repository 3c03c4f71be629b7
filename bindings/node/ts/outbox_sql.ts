import * as native from '../native/index.js';
import { take } from './call.js';
import type { EffectIntent, Instant, OutboxDispatch } from './generated/models.js';
import type { Given } from './generated/operations.js';
import { requireKnown, toText } from './given.js';
import { bytes } from './reading.js';

const OPERATION = 'outbox.statements';
const TEXT = { kind: 'text' } as const;

/** A value of a parameter. */
export type SqlValue = string | number | Uint8Array | null;

/** A statement for a connection of the caller's own. */
export interface SqlStatement {
  /** The text. */
  readonly sql: string;
  /** The parameters, in the order of their places. */
  readonly parameters: readonly SqlValue[];
  /** The parameters by name, for drivers that take an object. */
  readonly named: Readonly<Record<string, SqlValue>>;
}

/** What queues an effect: run both, in this order, in your transaction, as near to its commit as you can. */
export interface EnqueueStatements {
  /** The id of the effect, which is also the idempotency key to send with. */
  readonly effectId: string;
  /**
   * Writes the effect down. It breaks a constraint of the table, and so undoes your transaction, when the key is held for other
   * content.
   */
  readonly plan: SqlStatement;
  /** Queues it, and gives one row, the number of the item; none when it was queued before. */
  readonly queue: SqlStatement;
}

/** Where, and how, the statements are run. */
export interface EnqueueOptions {
  /** In SQLite your tables lie in the file of the store, and your transaction begins with `BEGIN IMMEDIATE`. */
  readonly database: 'postgres' | 'sqlite';
  /** `numbered`: `$1` (pg, postgres). `question`: `?` (`node:sqlite`). `named`: `:name`. `format`: `%s`. */
  readonly placeholders: 'numbered' | 'question' | 'named' | 'format';
  /** Of the store on PostgreSQL; `careweave` by default. */
  readonly schema?: string | undefined;
  /** 1, the default; or one more than that of the last effect under the key, once that is rejected, superseded or abandoned. */
  readonly version?: number | undefined;
  /** When; the present by default. */
  readonly now?: Date | Instant | undefined;
}

/**
 * The statements that queue an effect in a transaction of your own. Nothing is queued unless you commit; a worker that claims
 * from the store sees the item as soon as you have.
 *
 * @throws `InvalidInputError` that names the field and the rule.
 */
export function enqueueStatements(
  intent: EffectIntent,
  dispatch: OutboxDispatch,
  options: EnqueueOptions,
): EnqueueStatements {
  const maybe = (item: Given[1]): Given[1] => ({ kind: 'optional', item });
  const given: Given[] = [
    ['intent', { kind: 'record', name: 'EffectIntent' }, intent],
    ['dispatch', { kind: 'record', name: 'OutboxDispatch' }, dispatch],
    ['database', TEXT, options?.database],
    ['placeholders', TEXT, options?.placeholders],
    ['schema', maybe(TEXT), options?.schema],
    ['version', maybe({ kind: 'integer' }), options?.version],
    ['now', maybe({ kind: 'instant' }), options?.now],
  ];
  requireKnown(OPERATION, options, given, []);
  const answer = JSON.parse(take(native.enqueueStatements(toText(OPERATION, given))));
  const [plan, queue] = answer.statements.map(statement);
  return { effectId: answer.effect_id, plan, queue };
}

function statement(given: { sql: string; parameters: readonly [string, string, any][] }): SqlStatement {
  const values = given.parameters.map(
    ([name, kind, value]): [string, SqlValue] => [name, kind === 'bytes' ? bytes(value) : value],
  );
  return { sql: given.sql, parameters: values.map(([, value]) => value), named: Object.fromEntries(values) };
}
