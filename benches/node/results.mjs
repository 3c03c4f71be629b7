// What is told of a result, the same in every language: see ../src/worker/results.rs.
import { createHash } from 'node:crypto';

const ROWS_PER_PART = 1_000;

export function digest(lines) {
  // By code units, as the other languages sort: all lines are ASCII.
  return createHash('sha256').update([...lines].sort().join('\n')).digest('hex');
}

/** A list of clients; `read` gives the fields that the two kinds of record name differently. */
export function clients(rows, read) {
  const lines = rows.map((row) => {
    const { firstName, lastName, zipCode, hours, updatedAt } = read(row);
    const seconds = Math.floor(Date.parse(updatedAt) / 1000);
    return [row.id, firstName, lastName, row.status, zipCode, hours ?? '-', seconds].join('|');
  });
  return { count: String(rows.length), clients: digest(lines) };
}

/** The ids of a stream, a thousand at a time, so that nothing else is kept. */
export class StreamParts {
  parts = {};
  rows = 0;
  #ids = [];

  add(id) {
    this.rows += 1;
    this.#ids.push(id);
    if (this.#ids.length === ROWS_PER_PART) {
      this.parts[`up to ${this.rows}`] = digest(this.#ids);
      this.#ids = [];
    }
  }
}
