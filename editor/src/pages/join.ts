import { Documents } from '../api/documents';
import { send } from '../api/http';
import { openLink } from '../api/links';
import { messageOf, ProblemError } from '../api/problem';
import type { App } from '../app/app';
import type { Page } from '../app/page';
import { documentPath, signInPath } from '../app/routes';
import { browserClock } from '../session/browser';
import { Visit } from '../session/visit';
import { fill, h } from '../ui/dom';
import { documentPage } from './document/page';
import { noticePage } from './notice';

/**
 * Where a share link leads. Who is not signed in sees the document at once where the link is for
 * such people too, and signs in first where it is not; meanwhile the token stays in this window's
 * memory, and out of the address of the sign-in page, which servers would see.
 */
export function joinPage(app: App, token: string, remembered: { token: string }): Page {
  if (token !== '') remembered.token = token;
  const element = h('div', { class: 'shell' }, h('p', { class: 'opening', role: 'status' }, 'Opening the document…'));
  let shown: Page | null = null;
  let disposed = false;

  const join = async (): Promise<void> => {
    const id = await openLink(app.send, remembered.token);
    remembered.token = '';
    if (!disposed) app.router.replace(documentPath(id));
  };
  const look = async (): Promise<void> => {
    const visit = await Visit.begin(send, browserClock, remembered.token);
    if (disposed) return;
    const seat = { session: visit, send: visit.send, documents: new Documents(visit.send), router: app.router };
    shown = documentPage(seat, visit.documentId);
    fill(element, shown.element);
  };
  const failed = (error: unknown): void => {
    if (app.session.user === null && error instanceof ProblemError && error.status === 403) {
      app.router.replace(signInPath('/join'));
      return;
    }
    const actions = [{ label: 'Go to your documents', run: () => app.router.go('/') }];
    const notice = { heading: 'This link opens nothing', text: messageOf(error), actions };
    fill(element, noticePage(notice).element);
  };
  const open = async (): Promise<void> => {
    try {
      await (app.session.user === null ? look() : join());
    } catch (error) {
      if (!disposed) failed(error);
    }
  };
  return {
    element,
    title: 'Quire',
    shown: () => void open(),
    leavingLoses: () => shown?.leavingLoses?.() ?? null,
    dispose: () => {
      disposed = true;
      shown?.dispose?.();
    },
  };
}
