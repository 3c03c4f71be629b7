import type { Given } from './generated/operations.js';
import { FIELDS, type FieldShape, type Shape, type WrittenName } from './generated/wire.js';
import { camelName, date, instant, invalidInput } from './json.js';

/** The arguments of an operation as JSON text. What is not given is left out. */
export function toText(operation: string, given: readonly Given[]): string {
  try {
    return JSON.stringify(toFields(operation, given));
  } catch (error) {
    // What was wrong may lie deep, and a stack has ten frames: it is to lead to the call and not to what wrote it.
    if (error instanceof Error) Error.captureStackTrace(error, toText);
    throw error;
  }
}

/** One value as JSON text. */
export function asJson(operation: string, place: string, shape: Shape, value: unknown): string {
  return JSON.stringify(write(operation, place, shape, value));
}

function toFields(operation: string, given: readonly Given[]): object {
  const fields: Record<string, unknown> = {};
  for (const [key, shape, value] of given) {
    const written = field(operation, camelName(key), shape, value, shape.kind === 'optional');
    if (written !== undefined) fields[key] = written;
  }
  return fields;
}

/** Refuses options that a call does not have: a misspelt one must not give a longer list. */
export function requireKnown(
  operation: string,
  options: object | undefined,
  given: readonly Given[],
  others: readonly string[],
): void {
  if (options === undefined) return;
  if (options === null || typeof options !== 'object') throw invalidInput(operation, 'options', 'must be an object');
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || others.includes(name)) continue;
    // A parameter that is passed by position is no option, though its name is known.
    if (!given.some(([key, , one]) => camelName(key) === name && Object.is(one, value))) {
      throw invalidInput(operation, name, `unknown option \`${name}\``);
    }
  }
}

function field(operation: string, place: string, shape: Shape, value: unknown, optional: boolean): unknown {
  if (value !== undefined) return write(operation, place, shape, value);
  if (!optional) throw invalidInput(operation, place, 'is required');
  return undefined;
}

function write(operation: string, place: string, shape: Shape, value: unknown): unknown {
  switch (shape.kind) {
    case 'text':
      if (typeof value === 'string') return value;
      throw invalidInput(operation, place, 'must be a string');
    case 'integer':
      if (Number.isSafeInteger(value)) return value;
      throw invalidInput(operation, place, 'must be a whole number');
    case 'number':
      if (Number.isFinite(value)) return value;
      throw invalidInput(operation, place, 'must be a finite number');
    case 'flag':
      if (typeof value === 'boolean') return value;
      throw invalidInput(operation, place, 'must be true or false');
    case 'instant':
      return instant(operation, place, value);
    case 'date':
      return date(operation, place, value);
    case 'bytes':
      if (!(value instanceof Uint8Array)) throw invalidInput(operation, place, 'must be a Uint8Array');
      return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
    case 'optional':
      return value === null ? null : write(operation, place, shape.item, value);
    case 'list':
      if (!Array.isArray(value)) throw invalidInput(operation, place, 'must be an array');
      return Array.from(value, (one, index) => field(operation, `${place}[${index}]`, shape.item, one, false));
    case 'map':
      // The keys may be ids of persons, so they are not repeated in an error.
      return Object.fromEntries(
        Object.entries(object(operation, place, value)).map(([key, one]) => [
          key,
          field(operation, place, shape.item, one, false),
        ]),
      );
    case 'record':
      return record(operation, place, shape.name, object(operation, place, value));
  }
}

function object(operation: string, place: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw invalidInput(operation, place, 'must be an object');
}

function record(
  operation: string,
  place: string,
  name: WrittenName,
  value: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const fields: readonly FieldShape[] = FIELDS[name];
  const unknown = Object.keys(value).find((property) => fields.every((known) => known.property !== property));
  if (unknown !== undefined) throw invalidInput(operation, `${place}.${unknown}`, `is no property of ${name}`);
  const written: Record<string, unknown> = {};
  for (const { key, property, shape, optional } of fields) {
    const one = field(operation, `${place}.${property}`, shape, value[property], optional);
    if (one !== undefined) written[key] = one;
  }
  return written;
}
