import type * as native from '../native/index.js';
import { invalidInput } from './json.js';
import { plain, snakeName } from './plain.js';

/** Instants as milliseconds since 1970, for columns that are long. Not a number is not stated. */
export class EpochMilliseconds {
  readonly values: Float64Array;

  constructor(values: Float64Array | readonly number[]) {
    this.values = values instanceof Float64Array ? values : Float64Array.from(values);
  }
}

/** Numbers side by side. */
export type NumberArray =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | BigInt64Array
  | BigUint64Array;

/** The values of one field, row by row; `null`, and not a number in a typed array, is not stated. */
export type Column = readonly unknown[] | NumberArray | EpochMilliseconds;

/** Columns by field. A field `home.latitudeE6` is `latitudeE6` inside `home`. */
export type Columns = Readonly<Record<string, Column>>;

/** Records of one kind: an array of plain objects, or columns. */
export type Records<T extends object> = readonly T[] | Columns;

/** Those collections that are given, for the native module. */
export function collections(operation: string, given: Readonly<Record<string, unknown>>): native.Collection[] {
  return Object.entries(given)
    .filter(([, one]) => one !== undefined)
    .map(([name, one]) => collection(operation, name, one));
}

function collection(operation: string, name: string, given: unknown): native.Collection {
  if (Array.isArray(given)) return { name, json: JSON.stringify(plain(operation, name, given)) };
  if (typeof given !== 'object' || given === null) {
    throw invalidInput(operation, name, 'must be an array of records, or an object of columns');
  }
  const columns = Object.entries(given).map(([field, values]) =>
    column(operation, `${name}.${field}`, field.split('.').map(snakeName).join('.'), values),
  );
  return { name, columns };
}

function column(operation: string, place: string, name: string, values: unknown): native.Column {
  if (values instanceof EpochMilliseconds) return { name, kind: 'instant', numbers: values.values };
  if (values instanceof Float64Array) return { name, kind: 'number', numbers: values };
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) {
    const numbers = Float64Array.from(values, (value, row) => {
      if (value === BigInt.asIntN(53, value)) return Number(value);
      throw invalidInput(operation, `${place}[${row}]`, 'must be a number of less than 53 bits');
    });
    return { name, kind: 'number', numbers };
  }
  if (ArrayBuffer.isView(values) && !(values instanceof DataView)) {
    return { name, kind: 'number', numbers: Float64Array.from(values as unknown as ArrayLike<number>) };
  }
  if (!Array.isArray(values)) throw invalidInput(operation, place, 'must be an array');
  return ofArray(operation, place, name, values);
}

function ofArray(operation: string, place: string, name: string, values: readonly unknown[]): native.Column {
  const stated = values.filter((value) => value !== null && value !== undefined);
  const all = (kind: string) => stated.every((value) => typeof value === kind);
  if (stated.length > 0 && all('number') && stated.every(Number.isFinite)) {
    return { name, kind: 'number', numbers: Float64Array.from(values, (value) => (value as number | null) ?? NaN) };
  }
  if (stated.length > 0 && stated.every((value) => value instanceof Date && !Number.isNaN(value.getTime()))) {
    const numbers = Float64Array.from(values, (value) => (value as Date | null)?.getTime() ?? NaN);
    return { name, kind: 'instant', numbers };
  }
  const kind = all('string') ? 'text' : all('boolean') ? 'flag' : 'value';
  const rows = values.map((value, row) => plain(operation, `${place}[${row}]`, value ?? null));
  return { name, kind, json: JSON.stringify(rows) };
}
