import type { Editor } from '@tiptap/core';
import type { DocumentSummary } from '../../api/documents';
import { History } from '../../api/history';
import { Links } from '../../api/links';
import { Members } from '../../api/members';
import { messageOf, ProblemError } from '../../api/problem';
import type { Seat } from '../../app/app';
import { signInPath } from '../../app/routes';
import { Connection } from '../../collab/connection';
import { peopleIn, type Person } from '../../collab/people';
import { statusOf, wouldLoseWork, type SaveState } from '../../collab/saveState';
import { openRichText } from '../../editor/richText';
import { createToolbar } from '../../editor/toolbar';
import { fill, h } from '../../ui/dom';
import { icon, type IconName } from '../../ui/icons';
import { brandMark } from '../brand';
import { Banner } from './banner';
import { copyLinkButton } from './copyLink';
import { HistoryView } from './historyView';
import { peopleList } from './peopleList';
import { ShareDialog } from './shareDialog';
import { StatusBadge } from './statusBadge';
import { titleField } from './titleField';

/** Being turned down twice within this time is not a passing matter. */
const PATIENCE_MS = 30_000;

const NOT_SAVED = 'Your last changes are not saved. Copy what you need before you leave this page.';

export function openDocumentView(app: Seat, summary: DocumentSummary): DocumentView {
  return new DocumentView(app, summary);
}

/** One open document on the screen: what it is called, who is here, what is saved, and the text. */
export class DocumentView {
  readonly element: HTMLElement;
  readonly #app: Seat;
  readonly #summary: DocumentSummary;
  readonly #person: Person;
  readonly #connection: Connection;
  readonly #status = new StatusBadge();
  readonly #banner = new Banner();
  readonly #people = h('ul', { class: 'people', 'aria-label': 'People in this document' });
  readonly #toolbarSlot = h('div', { class: 'toolbar-slot' });
  readonly #surface = h('div', {}, h('p', { class: 'opening' }, 'Fetching the text…'));
  readonly #members: Members;
  #editor: Editor | null = null;
  #turnedDownAt = Number.NEGATIVE_INFINITY;
  #refusalShown = false;
  #disposed = false;

  constructor(app: Seat, summary: DocumentSummary) {
    this.#app = app;
    this.#summary = summary;
    this.#person = { id: app.session.user?.id ?? '', name: app.session.user?.displayName ?? '' };
    this.#members = new Members(app.send, summary.id);
    this.element = this.#layout();
    this.#connection = new Connection({
      url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/collab`,
      documentId: summary.id,
      token: (options) => app.session.token(options),
      onSaveState: (state) => this.#onSaveState(state),
      onReady: () => this.#openEditor(),
      onTurnedDown: (reason) => void this.#onTurnedDown(reason),
    });
    this.#connection.provider.on('awarenessChange', () => this.#refreshPeople());
  }

  leavingLoses(): string | null {
    return wouldLoseWork(this.#connection.saveState) && !this.#connection.saveState.readOnly
      ? 'Your last changes are not saved yet. Leave anyway and lose them?'
      : null;
  }

  /** The session is over. Says whether this page stays, since it still holds unsaved work. */
  outlivesSession(): boolean {
    if (this.leavingLoses() === null) return false;
    this.#connection.close();
    this.#banner.show(
      `You have been signed out. ${NOT_SAVED} Or sign in again in another window, then press Continue here.`,
      [
        { label: 'Continue', run: () => void this.#continueSession() },
        { label: 'Sign in (new window)', run: () => open('/sign-in', '_blank', 'noopener') },
      ],
    );
    return true;
  }

  dispose(): void {
    this.#disposed = true;
    this.#status.dispose();
    this.#editor?.destroy();
    this.#connection.destroy();
  }

  #layout(): HTMLElement {
    const title = titleField(this.#app.documents, this.#summary, (message) => this.#banner.show(message, []));
    return h(
      'div',
      { class: 'document' },
      h(
        'header',
        { class: 'document-head' },
        h(
          'div',
          { class: 'topbar' },
          h('a', { class: 'home', href: '/', 'data-internal': true, 'aria-label': 'All documents' }, brandMark()),
          title,
          this.#status.element,
          this.#people,
          headButton('History', 'history', () => void this.#openHistory()),
          ...(this.#isVisitor()
            ? [signInLink()]
            : [headButton('Share', 'people', () => this.#openShare()), copyLinkButton()]),
        ),
        this.#toolbarSlot,
        this.#banner.element,
      ),
      h('main', { class: 'sheet' }, this.#surface),
    );
  }

  /** Who has no account may not see who else has access, and may sign in: the link is good then, too. */
  #isVisitor(): boolean {
    return this.#app.session.user?.email === undefined;
  }

  #openEditor(): void {
    fill(this.#surface);
    this.#editor = openRichText({
      mount: this.#surface,
      provider: this.#connection.provider,
      person: this.#person,
      editable: this.#mayEdit(),
      onForeignContent: (kinds) => this.#onForeignContent(kinds),
    });
    this.#refreshToolbar();
    if (this.#mayEdit()) this.#editor?.commands.focus('start', { scrollIntoView: false });
  }

  #mayEdit(): boolean {
    const { readOnly, closed } = this.#connection.saveState;
    return !readOnly && !closed;
  }

  #onSaveState(state: SaveState): void {
    const status = statusOf(state);
    this.#status.show(status, state.unsaved);
    if (status === 'refused' && !this.#refusalShown) {
      this.#banner.show('The server refused a change. Copy what you wrote last, then load the document anew.', [
        { label: 'Load anew', run: () => location.reload() },
      ]);
    }
    this.#refusalShown = status === 'refused';
    const editor = this.#editor;
    if (editor === null || editor.isDestroyed) return;
    const editable = !state.readOnly && !state.closed;
    if (editor.isEditable === editable) return;
    editor.setEditable(editable, false);
    this.#refreshToolbar();
    if (state.readOnly && state.unsaved) {
      this.#banner.show(`You may now only read this document. ${NOT_SAVED}`, []);
    }
  }

  #refreshToolbar(): void {
    const editor = this.#editor;
    if (editor?.isEditable !== true) fill(this.#toolbarSlot);
    else if (this.#toolbarSlot.childElementCount === 0) fill(this.#toolbarSlot, createToolbar(editor));
  }

  #refreshPeople(): void {
    const states = this.#connection.provider.awareness?.getStates() ?? new Map<number, Record<string, unknown>>();
    fill(this.#people, ...peopleList(peopleIn(states, this.#person)));
  }

  #onForeignContent(kinds: readonly string[]): void {
    this.#editor = null;
    this.#connection.close();
    this.#refreshToolbar();
    this.#banner.show(
      `This document contains what this editor cannot show (${kinds.join(', ')}). ` +
        'It is closed here so that nothing of it is lost. Open it with the program that wrote it.',
      [{ label: 'Go to your documents', run: () => this.#app.router.go('/') }],
    );
  }

  async #onTurnedDown(reason: string): Promise<void> {
    const passing = performance.now() - this.#turnedDownAt > PATIENCE_MS;
    this.#turnedDownAt = performance.now();
    const lost = wouldLoseWork(this.#connection.saveState) ? ` ${NOT_SAVED}` : '';
    const actions = [
      { label: 'Try again', run: () => this.#reopen() },
      { label: 'Go to your documents', run: () => this.#app.router.go('/') },
    ];
    try {
      await this.#app.documents.get(this.#summary.id);
      if (this.#disposed) return;
      if (passing) this.#reopen();
      else this.#banner.show(`The server closed this document${reason ? ` (${reason})` : ''}.${lost}`, actions);
    } catch (error) {
      if (this.#disposed || this.#app.session.user === null) return;
      const gone = error instanceof ProblemError && error.status === 404;
      const why = gone ? 'This document was deleted, or your access to it has ended.' : messageOf(error);
      this.#banner.show(why + lost, actions);
    }
  }

  #openShare(): void {
    const links = new Links(this.#app.send, this.#summary.id);
    new ShareDialog(this.#members, links, this.#person.id, this.#summary.role === 'owner').open();
  }

  async #openHistory(): Promise<void> {
    try {
      const members = this.#isVisitor() ? [] : await this.#members.list();
      const names = new Map(members.map(({ userId, displayName }) => [userId, displayName ?? 'Somebody']));
      const history = new History(this.#app.send, this.#summary.id);
      if (!this.#disposed) new HistoryView({ history, names, mayEdit: this.#mayEdit() }).open();
    } catch (error) {
      this.#banner.show(messageOf(error), []);
    }
  }

  #reopen(): void {
    this.#banner.hide();
    this.#connection.reopen();
  }

  async #continueSession(): Promise<void> {
    try {
      const resumed = await this.#app.session.resume();
      if (!resumed) this.#banner.say('You are still signed out. Sign in in another window first.');
      else if (this.#app.session.user?.id === this.#person.id) this.#reopen();
      else this.#banner.say('Another account is signed in now. Sign in with the account that wrote this text.');
    } catch (error) {
      this.#banner.say(messageOf(error));
    }
  }
}

function signInLink(): HTMLElement {
  return h('a', { class: 'button', href: signInPath('/join'), 'data-internal': true }, 'Sign in');
}

function headButton(label: string, picture: IconName, onclick: () => void): HTMLElement {
  const text = h('span', { class: 'wide-only' }, label);
  return h('button', { type: 'button', class: 'button quiet', 'aria-label': label, onclick }, icon(picture), text);
}
