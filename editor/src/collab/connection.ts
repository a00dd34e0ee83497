import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import * as Y from 'yjs';
import { auditedSocket } from './auditedSocket';
import type { FrameMeaning } from './frames';
import { initialSaveState, next, type SaveEvent, type SaveState } from './saveState';

/** What the connection needs of its page. */
export interface ConnectionOptions {
  readonly url: string;
  readonly documentId: string;
  /** The token to send now; `renew` asks for a fresh one since the server refused the last. */
  readonly token: (options: { renew: boolean }) => Promise<string>;
  readonly onSaveState: (state: SaveState) => void;
  /** The first synchronisation is complete: the document is here. */
  readonly onReady: () => void;
  /** The server turned this document down, or closed it. It will not come back by itself. */
  readonly onTurnedDown: (reason: string) => void;
}

/** Close codes of the edge that say something about our token. */
const UNAUTHENTICATED = 4401;
/** Close codes after which trying again by itself is pointless. */
const FINAL_CODES = new Set([1009, 4400, 4403, 4404, 4409]);

const eventsOfSentFrames: Partial<Record<FrameMeaning, SaveEvent>> = {
  answer: 'sent-answer',
  edit: 'sent-edit',
};
const eventsOfReceivedFrames: Partial<Record<FrameMeaning, SaveEvent>> = {
  accepted: 'accepted',
  refused: 'refused',
};

/** One document on one socket: the Yjs document, its provider, and the truth about what is saved. */
export class Connection {
  readonly document = new Y.Doc();
  readonly provider: HocuspocusProvider;
  readonly #options: ConnectionOptions;
  readonly #socket: HocuspocusProviderWebsocket;
  readonly #stopListening = new AbortController();
  #state = initialSaveState;
  #renewToken = false;
  #ready = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#socket = new HocuspocusProviderWebsocket({
      url: options.url,
      // The first attempt after a loss follows at once by way of `delay`; a crowd is spread by jitter.
      delay: 500,
      minDelay: 250,
      maxDelay: 5_000,
      WebSocketPolyfill: auditedSocket({
        opened: () => this.#on('socket-open'),
        sent: (meaning) => this.#on(eventsOfSentFrames[meaning]),
        received: (meaning) => this.#on(eventsOfReceivedFrames[meaning]),
      }),
    });
    this.provider = new HocuspocusProvider({
      name: options.documentId,
      document: this.document,
      websocketProvider: this.#socket,
      token: () => this.#token(),
      onAuthenticated: ({ scope }) => this.#admitted(scope === 'readonly'),
      onAuthenticationFailed: ({ reason }) => this.#turnedDown(reason),
      onSynced: () => this.#synced(),
    });
    // The document's own close frame arrives here with code 1000, the socket's end with its code.
    this.provider.on('close', ({ event }: { event: { code: number; reason: string } }) =>
      this.#closed(event.code, event.reason),
    );
    this.document.on('update', (_update: Uint8Array, origin: unknown) => {
      if (origin !== this.provider) this.#on('edited');
    });
    this.#watchNetwork();
    this.provider.attach();
  }

  get saveState(): SaveState {
    return this.#state;
  }

  /** Ends all exchange for good, such as before a local change that must not be made. */
  close(): void {
    this.#socket.disconnect();
    this.#on('closed');
  }

  /** Tries a document again that the server has turned down. */
  reopen(): void {
    this.#renewToken = true;
    this.#on('reopened');
    this.#dropSocket('reopened by the person');
    void this.#socket.connect();
  }

  destroy(): void {
    this.#stopListening.abort();
    this.provider.destroy();
    this.#socket.destroy();
    this.document.destroy();
  }

  #on(event: SaveEvent | undefined): void {
    if (event === undefined) return;
    this.#state = next(this.#state, event);
    this.#options.onSaveState(this.#state);
  }

  async #token(): Promise<string> {
    const renew = this.#renewToken;
    this.#renewToken = false;
    return this.#options.token({ renew });
  }

  #admitted(readOnly: boolean): void {
    this.#on(readOnly ? 'may-read' : 'may-edit');
    // While we were away our state was removed from the others under a clock as high as ours, or one
    // higher, and they ignore what is not newer: move two steps on, or our caret stays hidden.
    const { awareness } = this.provider;
    const state = awareness?.getLocalState() ?? null;
    if (!this.#ready || awareness === null || state === null) return;
    for (let step = 0; step < 2; step++) awareness.setLocalState({ ...state });
  }

  #synced(): void {
    if (this.#ready) return;
    this.#ready = true;
    this.#options.onReady();
  }

  #closed(code: number, reason: string): void {
    const isCloseFrame = this.#socket.webSocket?.readyState === WebSocket.OPEN;
    if (isCloseFrame || FINAL_CODES.has(code)) {
      this.#turnedDown(reason);
      return;
    }
    if (code === UNAUTHENTICATED) this.#renewToken = true;
    this.#on('socket-down');
  }

  #turnedDown(reason: string): void {
    if (this.#state.closed) return;
    this.close();
    this.#options.onTurnedDown(reason);
  }

  /**
   * A changed network leaves sockets that look open until a timeout. So on "offline" the socket is
   * replaced at once: where the server is in truth still there, such as on loopback, the next one
   * opens immediately; on "online" a waiting retry is brought forward.
   */
  #watchNetwork(): void {
    const { signal } = this.#stopListening;
    addEventListener('offline', () => this.#state.closed || this.#dropSocket('offline'), { signal });
    addEventListener('online', () => this.#state.closed || void this.#socket.connect(), { signal });
  }

  #dropSocket(reason: string): void {
    // As if the browser had said so: the provider then does all that it does for a lost socket.
    this.#socket.webSocket?.dispatchEvent(new CloseEvent('close', { code: 1006, reason }));
  }
}
