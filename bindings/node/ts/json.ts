import * as native from '../native/index.js';
import { toError } from './errors.js';

/** The names of keys, as they were asked for: there are few, and each comes with every call. */
const names = new Map<string, string>();

/** A key of JSON in camel case. */
export function camelName(key: string): string {
  let name = names.get(key);
  if (name === undefined) {
    name = key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    names.set(key, name);
  }
  return name;
}

/** A value of JSON with the keys of its objects in camel case. The keys must be names of fields. */
export function camelCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCase);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [camelName(key), camelCase(inner)]));
}

/** How an option is written down, where its type in JavaScript is not that of JSON. */
export type Rules = Readonly<Record<string, (operation: string, field: string, value: unknown) => unknown>>;

/** Options as JSON text; see `toFields`. */
export function toArguments(operation: string, options: object | undefined, rules?: Rules): string {
  return JSON.stringify(toFields(operation, options, rules));
}

/**
 * Options under the names the native module takes. It refuses names that it does not know, so a misspelt option is an
 * error and not a longer list.
 */
export function toFields(operation: string, options: object | undefined, rules: Rules = {}): object {
  if (options !== undefined && (options === null || typeof options !== 'object')) {
    throw invalidInput(operation, 'options', 'must be an object');
  }
  const fields = Object.entries(options ?? {})
    .filter(([name, value]) => name !== 'signal' && value !== undefined)
    .map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      (Object.hasOwn(rules, name) ? rules[name]! : plain)(operation, name, value),
    ]);
  return Object.fromEntries(fields);
}

/** An instant as RFC 3339. A time without an offset is refused: nobody can know which instant it means. */
export function instant(operation: string, field: string, value: unknown): string {
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw invalidInput(operation, field, 'must be a valid Date');
    return value.toISOString();
  }
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)) {
    throw invalidInput(
      operation,
      field,
      'must be a Date or an ISO 8601 string with an offset, such as 2026-04-06T12:00:00Z',
    );
  }
  if (!/(Z|[+-]\d\d:\d\d)$/i.test(value)) {
    throw invalidInput(
      operation,
      field,
      'must have an offset such as Z or -06:00: a naive time does not say which instant it is',
    );
  }
  return value;
}

/** A date as `YYYY-MM-DD`. A `Date` is refused: in which zone would its day be? */
export function date(operation: string, field: string, value: unknown): string {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) {
    throw invalidInput(operation, field, 'must be a date written YYYY-MM-DD');
  }
  return value;
}

/** An id. Ids are strings, because JavaScript rounds long numbers. */
export function id(operation: string, field: string, value: unknown): string {
  if (typeof value !== 'string') throw invalidInput(operation, field, 'must be a string');
  return value;
}

/** A count, such as the size of a page. */
export function count(operation: string, field: string, value: unknown): number {
  if (!Number.isInteger(value) || (value as number) < 0 || (value as number) > 0xffff_ffff) {
    throw invalidInput(operation, field, 'must be a whole number');
  }
  return value as number;
}

/** The error for an argument that the native module need not see. */
export function invalidInput(operation: string, field: string, rule: string): Error {
  return toError(native.invalidInput(operation, field, rule));
}

function plain(operation: string, field: string, value: unknown): unknown {
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return value;
  throw invalidInput(operation, field, 'must be a string or a number');
}
