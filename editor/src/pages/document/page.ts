import { messageOf, ProblemError } from '../../api/problem';
import type { Seat } from '../../app/app';
import type { Page } from '../../app/page';
import { fill, h } from '../../ui/dom';
import { noticePage, type NoticeAction } from '../notice';
import type { DocumentView } from './view';

/** Opens a document: its metadata and the editor's code are fetched side by side. */
export function documentPage(app: Seat, id: string): Page {
  const element = h('div', { class: 'shell' }, h('p', { class: 'opening', role: 'status' }, 'Opening the document…'));
  let view: DocumentView | null = null;
  let disposed = false;

  const open = async (): Promise<void> => {
    try {
      const [summary, { openDocumentView }] = await Promise.all([app.documents.get(id), import('./view')]);
      if (disposed) return;
      view = openDocumentView(app, summary);
      fill(element, view.element);
    } catch (error) {
      if (!disposed) fill(element, noticeFor(error, app).element);
    }
  };
  void open();

  return {
    element,
    title: 'Quire',
    leavingLoses: () => view?.leavingLoses() ?? null,
    outlivesSession: () => view?.outlivesSession() ?? false,
    dispose: () => {
      disposed = true;
      view?.dispose();
    },
  };
}

function noticeFor(error: unknown, app: Seat): Page {
  const toDocuments: NoticeAction = { label: 'Go to your documents', run: () => app.router.go('/') };
  if (error instanceof ProblemError && (error.status === 404 || error.status === 400)) {
    return noticePage({
      heading: 'No such document for you',
      text:
        `It may have been deleted, or it was never shared with ${app.session.user?.email ?? 'this account'}. ` +
        'Ask the person who sent you the link for access.',
      actions: [toDocuments],
    });
  }
  return noticePage({
    heading: 'The document could not be opened',
    text: messageOf(error),
    actions: [{ label: 'Try again', run: () => location.reload() }, toDocuments],
  });
}
