/** What of a browser's storage this needs. */
export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const KEY = 'quire.refresh-attempt';
const BYTES = 16;
const NAME = /^[0-9a-f]{32}$/;

/**
 * The name of the refresh that is under way, from its first sending until its answer is here. Sent
 * again under the same name, after a reload in the middle or by another window of this browser, it
 * is answered again; under another one it looks like a thief's, and ends the session. The name is
 * no credential: it is worth nothing without the cookie, which scripts cannot read.
 */
export class RefreshAttempt {
  readonly #store: () => Store;
  #unstored: string | null = null;

  /** @param store asked for at each use: a browser that forbids storage throws there */
  constructor(store: () => Store) {
    this.#store = store;
  }

  /** The unfinished attempt's, or a new one. */
  name(): string {
    let name = this.#stored() ?? this.#unstored;
    if (name === null) {
      const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
      name = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
      this.#unstored = name;
      this.#try(() => {
        this.#store().setItem(KEY, name ?? '');
      });
    }
    return name;
  }

  /** Its answer is here: the next refresh is another attempt. */
  answered(): void {
    this.#unstored = null;
    this.#try(() => {
      this.#store().removeItem(KEY);
    });
  }

  #stored(): string | null {
    const stored = this.#try(() => this.#store().getItem(KEY)) ?? '';
    // What an older editor or somebody by hand left there, the server would refuse for ever.
    return NAME.test(stored) ? stored : null;
  }

  /** Storage may be forbidden or full: then a reload in the middle signs out, as without a name. */
  #try<T>(use: () => T): T | null {
    try {
      return use();
    } catch {
      return null; // As said above.
    }
  }
}
