import { instant, invalidInput } from './json.js';

/**
 * What JSON has a word for: instants for `Date`, keys of objects in snake case. What is `undefined` is not stated.
 */
export function plain(operation: string, place: string, value: unknown): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      if (Number.isFinite(value)) return value;
      throw invalidInput(operation, place, 'must be a finite number');
    case 'bigint':
      if (value === BigInt.asIntN(53, value)) return Number(value);
      throw invalidInput(operation, place, 'must be a number of less than 53 bits');
    case 'object':
      break;
    default:
      throw invalidInput(operation, place, 'must be text, a number, a Date, an object or an array');
  }
  if (value === null) return null;
  if (value instanceof Date) return instant(operation, place, value);
  if (Array.isArray(value)) return value.map((one, at) => plain(operation, `${place}[${at}]`, one));
  const stated = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(
    stated.map(([name, one]) => [snakeName(name), plain(operation, place === '' ? name : `${place}.${name}`, one)]),
  );
}

/** Arguments as JSON text. */
export function written(operation: string, given: object): string {
  return JSON.stringify(plain(operation, '', given));
}

/** A property as a key of JSON. */
export function snakeName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
