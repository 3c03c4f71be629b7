import * as native from '../native/index.js';
import { take } from './call.js';
import { camelCase } from './json.js';
import { written } from './plain.js';

/** Computes what depends on its arguments alone; the keys of the result are in camel case. */
export function compute<T>(name: string, document: string, given: object): T {
  return camelCase(JSON.parse(take(native.compute(name, document, written(name, given))))) as T;
}
