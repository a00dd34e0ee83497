import { Editor, getSchema, type JSONContent } from '@tiptap/core';
import type { History, Version, WorkSession } from '../../api/history';
import { messageOf } from '../../api/problem';
import { contentExtensions } from '../../editor/extensions';
import { fill, h, setText } from '../../ui/dom';
import { relativeTime } from '../../ui/relativeTime';

/** A moment of the document that can be looked at: a named version or the end of a work session. */
interface Moment {
  readonly label: string;
  readonly detail: string;
  readonly at: number;
  readonly revision: number;
  readonly version: Version | null;
}

export interface HistoryViewOptions {
  readonly history: History;
  /** Names by user id; who is not in it was a member once. */
  readonly names: ReadonlyMap<string, string>;
  readonly mayEdit: boolean;
}

/** Shows earlier states of a document, names them, and brings them back. */
export class HistoryView {
  readonly #options: HistoryViewOptions;
  readonly #list = h('ul', { class: 'moment-list', 'aria-label': 'Earlier states' });
  readonly #error = h('p', { class: 'form-error', role: 'alert' });
  readonly #news = h('p', { class: 'aside', role: 'status' });
  readonly #sheet = h('div', { class: 'history-sheet' });
  readonly #more = h('button', { type: 'button', class: 'button', hidden: true }, 'Show more');
  readonly #name = h('button', { type: 'button', class: 'button', disabled: true }, 'Name it');
  readonly #restore = h('button', { type: 'button', class: 'button primary', disabled: true }, 'Restore');
  readonly #dialog: HTMLDialogElement;
  #shown: Moment | null = null;
  #preview: Editor | null = null;
  #cursor: string | undefined;
  #versions: readonly Version[] = [];
  #sessions: readonly WorkSession[] = [];

  constructor(options: HistoryViewOptions) {
    this.#options = options;
    this.#more.addEventListener('click', () => void this.#attempt(() => this.#loadSessions()));
    this.#name.addEventListener('click', () => void this.#attempt(() => this.#nameShown()));
    this.#restore.addEventListener('click', () => void this.#attempt(() => this.#restoreShown()));
    this.#dialog = h(
      'dialog',
      { class: 'dialog history', 'aria-labelledby': 'history-heading', onclose: () => this.#closed() },
      h(
        'div',
        { class: 'history-side' },
        h('h2', { id: 'history-heading' }, 'History'),
        this.#error,
        this.#list,
        this.#more,
      ),
      h(
        'div',
        { class: 'history-main' },
        h(
          'div',
          { class: 'history-head' },
          this.#news,
          h(
            'div',
            { class: 'button-row' },
            options.mayEdit ? this.#name : null,
            options.mayEdit ? this.#restore : null,
            h('button', { type: 'button', class: 'button', onclick: () => this.#dialog.close() }, 'Close'),
          ),
        ),
        this.#sheet,
      ),
    );
  }

  open(): void {
    document.body.append(this.#dialog);
    this.#dialog.showModal();
    setText(this.#news, 'Choose a moment on the left to see the text as it was then.');
    void this.#attempt(async () => {
      this.#versions = (await this.#options.history.versions()).items;
      await this.#loadSessions();
    });
  }

  #closed(): void {
    this.#preview?.destroy();
    this.#dialog.remove();
  }

  async #loadSessions(): Promise<void> {
    const page = await this.#options.history.sessions(this.#cursor);
    this.#sessions = [...this.#sessions, ...page.items];
    this.#cursor = page.nextCursor ?? undefined;
    this.#more.hidden = page.nextCursor === null;
    this.#showList();
  }

  #showList(): void {
    const moments = momentsOf(this.#versions, this.#sessions, this.#options.names);
    fill(this.#list, ...moments.map((moment) => this.#row(moment)));
    if (moments.length === 0) setText(this.#news, 'Nothing was written here yet.');
  }

  #row(moment: Moment): HTMLElement {
    const pressed = this.#shown?.revision === moment.revision && this.#shown.label === moment.label;
    const button = h(
      'button',
      {
        type: 'button',
        class: 'moment',
        'aria-pressed': String(pressed),
        onclick: () => void this.#attempt(() => this.#show(moment)),
      },
      h('span', { class: 'moment-label' }, moment.label),
      h('span', { class: 'aside', title: new Date(moment.at).toLocaleString() }, moment.detail),
    );
    return h('li', {}, button);
  }

  async #show(moment: Moment): Promise<void> {
    this.#shown = moment;
    this.#showList();
    const content = await this.#options.history.contentAt(moment.revision);
    // Somebody may have gone on to another moment meanwhile.
    if (this.#shown !== moment) return;
    this.#preview?.destroy();
    this.#preview = null;
    fill(this.#sheet);
    if (isKnown(content)) this.#preview = preview(this.#sheet, content);
    else fill(this.#sheet, h('p', { class: 'opening' }, 'This state holds content that this page cannot show.'));
    setText(this.#news, `${moment.label}, ${new Date(moment.at).toLocaleString()}`);
    this.#name.disabled = moment.version !== null;
    this.#restore.disabled = false;
  }

  async #nameShown(): Promise<void> {
    const moment = this.#shown;
    const name = moment === null ? null : prompt('A name for this version:');
    if (moment === null || name === null || name.trim() === '') return;
    const version = await this.#options.history.name(moment.revision, name.trim());
    this.#versions = [version, ...this.#versions];
    this.#showList();
    setText(this.#news, `Named “${version.name}”.`);
    this.#name.disabled = true;
  }

  async #restoreShown(): Promise<void> {
    const moment = this.#shown;
    if (moment === null) return;
    const { history } = this.#options;
    const version = moment.version ?? (await history.name(moment.revision, new Date(moment.at).toLocaleString()));
    await history.restore(version);
    this.#dialog.close();
  }

  async #attempt(action: () => Promise<void>): Promise<void> {
    setText(this.#error, '');
    try {
      await action();
    } catch (error) {
      setText(this.#error, messageOf(error));
    }
  }
}

/** Versions and the ends of work sessions, the latest first. */
export function momentsOf(
  versions: readonly Version[],
  sessions: readonly WorkSession[],
  names: ReadonlyMap<string, string>,
): Moment[] {
  const now = Date.now();
  const by = (author: string): string => names.get(author) ?? strangerOf(author).toLowerCase();
  const named = versions.map((version) => {
    const at = Date.parse(version.createdAt);
    return {
      label: version.name,
      detail: `named ${relativeTime(at, now)} by ${by(version.author)}`,
      at,
      revision: version.revision,
      version,
    };
  });
  const worked = sessions.map((session) => {
    const at = Date.parse(session.endedAt);
    return {
      label: names.get(session.author) ?? strangerOf(session.author),
      detail: `wrote ${relativeTime(at, now)}`,
      at,
      revision: session.toRevision,
      version: null,
    };
  });
  return [...named, ...worked].sort((one, other) => other.revision - one.revision || other.at - one.at);
}

/** Whether the schema has everything in it: an editor would drop the rest without a word. */
function isKnown(content: JSONContent): boolean {
  try {
    getSchema(contentExtensions).nodeFromJSON(content).check();
    return true;
  } catch {
    return false;
  }
}

function preview(mount: HTMLElement, content: JSONContent): Editor {
  return new Editor({
    element: mount,
    editable: false,
    extensions: contentExtensions,
    content,
    injectCSS: false,
    editorProps: { attributes: { class: 'prose', 'aria-label': 'The text as it was' } },
  });
}

/** Somebody who is no member now. */
const strangerOf = (author: string): string => (author.startsWith('guest-') ? 'A guest' : 'A former member');
