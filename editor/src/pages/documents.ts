import type { DocumentSummary } from '../api/documents';
import { messageOf } from '../api/problem';
import type { App } from '../app/app';
import type { Page } from '../app/page';
import { documentPath } from '../app/routes';
import { fill, h } from '../ui/dom';
import { icon } from '../ui/icons';
import { relativeTime } from '../ui/relativeTime';
import { accountMenu } from './accountMenu';
import { brand } from './brand';
import { organisationBar } from './organisations/organisationBar';
import { snippetLine } from './snippet';

const SEARCH_PAUSE_MS = 250;

/** The documents that the person may read, all or an organisation's, newest first, with a search. */
export function documentsPage(app: App): Page {
  const list = h('ul', { class: 'document-list' });
  const state = h('p', { class: 'list-state', role: 'status' });
  const error = h('p', { class: 'form-error', role: 'alert' });
  const more = h(
    'button',
    { type: 'button', class: 'button', hidden: true, onclick: () => void load(true) },
    'Show more',
  );
  const report = (message: string): void => void (error.textContent = message);

  let cursor: string | null = null;
  let searchTimer: ReturnType<typeof setTimeout> | undefined;
  // Answers may overtake each other while somebody types; only the latest question counts.
  let question = 0;

  const load = async (append: boolean): Promise<void> => {
    const asked = ++question;
    const query = search.value.trim();
    report('');
    try {
      const page = await app.documents.list({
        query,
        organisation: organisations.chosen(),
        cursor: append ? (cursor ?? undefined) : undefined,
      });
      if (asked !== question) return;
      const rows = page.items.map((item) => documentRow(item, organisations.nameOf(item.organisation ?? null)));
      if (append) list.append(...rows);
      else fill(list, ...rows);
      cursor = page.nextCursor;
      more.hidden = cursor === null;
      state.textContent = list.childElementCount > 0 ? '' : emptyText(query);
    } catch (failure) {
      if (asked !== question) return;
      state.textContent = '';
      report(messageOf(failure));
    }
  };

  const search = h('input', {
    type: 'search',
    class: 'search',
    placeholder: 'Search titles and text',
    'aria-label': 'Search documents',
    oninput: () => {
      clearTimeout(searchTimer);
      searchTimer = setTimeout(() => void load(false), SEARCH_PAUSE_MS);
    },
  });

  const create = h(
    'button',
    {
      type: 'button',
      class: 'button primary',
      onclick: () => {
        create.disabled = true;
        app.documents
          .create('Untitled', organisations.chosen())
          .then((created) => app.router.go(documentPath(created.id)))
          .catch((failure: unknown) => report(messageOf(failure)))
          .finally(() => (create.disabled = false));
      },
    },
    icon('plus'),
    'New document',
  );

  const organisations = organisationBar(app, () => {
    create.disabled = !organisations.mayCreate();
    void load(false);
  });
  const begin = async (): Promise<void> => {
    try {
      await organisations.load();
    } catch (failure) {
      report(messageOf(failure));
    }
    create.disabled = !organisations.mayCreate();
    await load(false);
  };

  const heading = h('h1', { tabindex: -1 }, 'Documents');
  state.textContent = 'Loading…';
  void begin();
  return {
    element: h(
      'div',
      { class: 'shell' },
      h('header', { class: 'topbar' }, brand(), accountMenu(app, report)),
      h(
        'main',
        { class: 'column' },
        h('div', { class: 'list-head' }, heading, create),
        organisations.element,
        search,
        error,
        list,
        state,
        more,
      ),
    ),
    title: 'Documents · Quire',
    shown: () => heading.focus(),
    dispose: () => {
      question++;
      clearTimeout(searchTimer);
    },
  };
}

const emptyText = (query: string): string =>
  query === '' ? 'Nothing here yet. Create your first document.' : `No document matches “${query}”.`;

function documentRow(item: DocumentSummary, organisation: string | null): HTMLElement {
  const changed = Date.parse(item.updatedAt);
  return h(
    'li',
    {},
    h(
      'a',
      { class: 'document-row', href: documentPath(item.id), 'data-internal': true },
      icon('page'),
      h('span', { class: 'document-title' }, item.title || 'Untitled'),
      organisation === null ? null : h('span', { class: 'badge' }, organisation),
      item.role === 'owner' ? null : h('span', { class: 'badge' }, item.role),
      Number.isNaN(changed)
        ? null
        : h(
            'time',
            { datetime: item.updatedAt, title: new Date(changed).toLocaleString() },
            relativeTime(changed, Date.now()),
          ),
      item.match ? snippetLine(item.match) : null,
    ),
  );
}
