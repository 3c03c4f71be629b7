import { invalidInput } from './json.js';
import { plain } from './plain.js';

/** An event as its line of JSON. */
export function eventLine(operation: string, place: string, event: unknown): string {
  if (typeof event === 'string') {
    // A line of a file has its end, and may be empty.
    const text = event.trim();
    if (!text.includes('\n')) return text;
    throw invalidInput(operation, place, 'must be one line of JSON');
  }
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    throw invalidInput(operation, place, 'must be an object or a line of JSON');
  }
  return JSON.stringify(plain(operation, place, { v: 1, ...event }));
}
