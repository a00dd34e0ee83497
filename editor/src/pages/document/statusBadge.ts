import type { SaveStatus } from '../../collab/saveState';
import { h, setText } from '../../ui/dom';

const words: Readonly<Record<SaveStatus, { readonly label: string; readonly meaning: string }>> = {
  connecting: { label: 'Connecting…', meaning: 'The connection is being set up.' },
  saving: { label: 'Saving…', meaning: 'Your last changes are on their way to the server.' },
  saved: { label: 'Saved', meaning: 'The server has stored every change made here.' },
  offline: { label: 'Offline', meaning: 'Not connected. Trying again by itself.' },
  'read-only': { label: 'Read only', meaning: 'You may read this document but not change it.' },
  refused: { label: 'Not saved', meaning: 'The server refused a change. Copy your text and reload the page.' },
  closed: { label: 'Closed', meaning: 'The server has closed this document.' },
};

const unsavedOffline: (typeof words)[SaveStatus] = {
  label: 'Offline, changes not saved',
  meaning: 'Not connected. Your changes are kept in this window and sent later: leave it open.',
};

/** Good news waits so long, so that typing does not make the badge flicker. Bad news is shown at once. */
const CALM_MS = 300;
/** Spoken only once it has settled: a screen reader must not comment on every keystroke. */
const SPOKEN_AFTER_MS = 1_500;

/** Shows whether the work is saved, and says so to assistive technology. */
export class StatusBadge {
  readonly #label = h('span', {});
  readonly #spoken = h('span', { class: 'visually-hidden', role: 'status' });
  readonly #badge = h('span', { class: 'status', 'data-status': 'connecting' }, this.#label);
  readonly element = h('div', { class: 'status-slot' }, this.#badge, this.#spoken);
  #calmTimer: ReturnType<typeof setTimeout> | undefined;
  #spokenTimer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.#render('connecting', false);
  }

  show(status: SaveStatus, unsaved: boolean): void {
    clearTimeout(this.#calmTimer);
    if (status === 'saved') this.#calmTimer = setTimeout(() => this.#render(status, unsaved), CALM_MS);
    else this.#render(status, unsaved);
  }

  dispose(): void {
    clearTimeout(this.#calmTimer);
    clearTimeout(this.#spokenTimer);
  }

  #render(status: SaveStatus, unsaved: boolean): void {
    const { label, meaning } = status === 'offline' && unsaved ? unsavedOffline : words[status];
    this.#badge.dataset['status'] = status;
    this.#badge.title = meaning;
    setText(this.#label, label);
    clearTimeout(this.#spokenTimer);
    this.#spokenTimer = setTimeout(() => setText(this.#spoken, `${label}. ${meaning}`), SPOKEN_AFTER_MS);
  }
}
