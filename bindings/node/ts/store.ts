import * as native from '../native/index.js';
import { type CallOptions, runText } from './call.js';
import { invalidInput } from './json.js';

let nativeOf: (store: Store) => native.Store | undefined;

/**
 * Where careweave records what it sends, so that a crash or a second worker never sends it twice.
 *
 * ```js
 * const store = await Store.open('sqlite:careweave.db');
 * ```
 */
export class Store {
  readonly #native: native.Store;

  static {
    nativeOf = (store) => (typeof store === 'object' && store !== null && #native in store ? store.#native : undefined);
  }

  private constructor(held: native.Store) {
    this.#native = held;
  }

  /**
   * Opens a store by its URL: `sqlite:<path>`, or `sqlite::memory:` for one that is gone with the process.
   *
   * @throws `InvalidInputError` for a URL that is none, `StorageError` when it cannot be opened.
   */
  static async open(url: string, options?: CallOptions): Promise<Store> {
    if (typeof url !== 'string') throw invalidInput('store.open', 'url', 'must be a string');
    const held = new native.Store(url);
    await runText(held.open(), options);
    return new Store(held);
  }

  /** Closes the store; what was being written is finished first. */
  async close(options?: CallOptions): Promise<void> {
    await runText(this.#native.close(), options);
  }
}

/** The native store behind a store a caller passed. */
export function storeOf(operation: string, store: Store): native.Store {
  const held = nativeOf(store);
  if (held === undefined) throw invalidInput(operation, 'store', 'must be a Store, as Store.open gives it');
  return held;
}
