import type * as native from '../native/index.js';
import { type CallOptions, run, runWhole, take } from './call.js';
import type { Caller, Given, Page, PageSize } from './generated/operations.js';
import { requireKnown, toText } from './given.js';
import { count } from './json.js';
import { type Json, each } from './reading.js';
import { type Store, storeOf } from './store.js';

/** Runs the operations of the table on a client of the native module. */
export class NativeCaller implements Caller {
  readonly #native: native.WellSky;

  constructor(held: native.WellSky) {
    this.#native = held;
  }

  async call<T>(
    operation: string,
    read: (json: Json) => T,
    given: readonly Given[],
    options?: CallOptions,
    store?: Store,
  ): Promise<T> {
    requireKnown(operation, options, given, store === undefined ? ['signal'] : ['signal', 'store']);
    const held = store === undefined ? undefined : storeOf(operation, store);
    return runWhole(this.#native.call(operation, toText(operation, given), held), read, options);
  }

  async *pages<T>(
    operation: string,
    item: (json: Json) => T,
    given: readonly Given[],
    options?: CallOptions & PageSize,
  ): AsyncGenerator<Page<T>, void, undefined> {
    requireKnown(operation, options, given, ['signal', 'limit']);
    const size = options?.limit === undefined ? undefined : count(operation, 'limit', options.limit);
    const pages = take(this.#native.pages(operation, toText(operation, given), size));
    for (;;) {
      const page = (await run(pages.next(), options)) as Json;
      if (page === null) return;
      yield { items: each(item, page.items), total: page.total, offset: page.offset, pass: page.pass };
    }
  }
}

/**
 * The items of a list that is read page by page, one at a time.
 *
 * ```js
 * for await (const client of itemsOf(ws.clientPages({ status: 'active' }))) …
 * ```
 *
 * Leaving the loop reads no further. Where the list changes while it is read, it is read again from its start, and
 * its items come again with it: the later one is the newer. When the loop ends by itself, every item has come.
 */
export async function* itemsOf<T>(pages: AsyncIterable<Page<T>>): AsyncGenerator<T, void, undefined> {
  for await (const page of pages) yield* page.items;
}
