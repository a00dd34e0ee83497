import { openLink } from '../api/links';
import { messageOf } from '../api/problem';
import type { App } from '../app/app';
import type { Page } from '../app/page';
import { documentPath, signInPath } from '../app/routes';
import { fill, h } from '../ui/dom';
import { noticePage } from './notice';

/**
 * Where a share link leads. Who is not signed in does that first; meanwhile the token stays in this
 * window's memory, and out of the address of the sign-in page, which servers would see.
 */
export function joinPage(app: App, token: string, remembered: { token: string }): Page {
  if (token !== '') remembered.token = token;
  if (app.session.user === null) {
    app.router.replace(signInPath('/join'));
    return { element: h('div'), title: document.title };
  }
  const element = h('div', { class: 'shell' }, h('p', { class: 'opening', role: 'status' }, 'Opening the document…'));
  let disposed = false;
  const open = async (): Promise<void> => {
    try {
      const id = await openLink(app.send, remembered.token);
      remembered.token = '';
      if (!disposed) app.router.replace(documentPath(id));
    } catch (error) {
      const actions = [{ label: 'Go to your documents', run: () => app.router.go('/') }];
      const notice = { heading: 'This link opens nothing', text: messageOf(error), actions };
      if (!disposed) fill(element, noticePage(notice).element);
    }
  };
  return {
    element,
    title: 'Quire',
    shown: () => void open(),
    dispose: () => (disposed = true),
  };
}
