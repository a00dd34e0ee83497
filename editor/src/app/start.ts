import { Accounts } from '../api/accounts';
import { Documents } from '../api/documents';
import { send } from '../api/http';
import { messageOf } from '../api/problem';
import { documentPage } from '../pages/document/page';
import { documentsPage } from '../pages/documents';
import { joinPage } from '../pages/join';
import { confirmPage, forgotPage, mailedPage, resetPage } from '../pages/mailedLinks';
import { noticePage } from '../pages/notice';
import { signInPage } from '../pages/signIn';
import { RefreshAttempt } from '../session/attempt';
import { browserClock, browserStore, onlyWindow } from '../session/browser';
import { OtherWindows } from '../session/otherWindows';
import { Session } from '../session/session';
import type { App } from './app';
import type { Page } from './page';
import { Router } from './router';
import { signInPath, type Route } from './routes';

/** Wires the page together, picks up the session and shows the first page. */
export async function startApp(mount: HTMLElement): Promise<void> {
  const accounts = new Accounts(send);
  const session = new Session(accounts, browserClock, onlyWindow, new RefreshAttempt(browserStore));
  const router = new Router(mount, (route) => pageFor(app, route));
  const authorized = session.authorized(send);
  const app: App = {
    session,
    accounts,
    send: authorized,
    documents: new Documents(authorized),
    router,
    otherWindows: new OtherWindows(),
    sharedLink: { token: '' },
    chosen: { organisation: '' },
  };

  try {
    await session.resume();
  } catch (error) {
    const retry = { label: 'Try again', run: () => location.reload() };
    mount.replaceChildren(
      noticePage({ heading: 'Quire did not answer', text: messageOf(error), actions: [retry] }).element,
    );
    return;
  }

  session.onEnd((end) => {
    if (end === 'signed-out') app.otherWindows.tell({ kind: 'signed-out' });
    router.onSessionEnd(end === 'signed-out' ? '/sign-in' : signInPath(location.pathname));
  });
  app.otherWindows.onNews((news) => {
    if (news.kind === 'signed-out') session.end('expired');
    // The shared refresh cookie now belongs to somebody else: this window must not go on as before.
    else if (session.user !== null && session.user.id !== news.userId) location.reload();
  });
  router.start();
}

function pageFor(app: App, route: Route): Page {
  const signedIn = app.session.user !== null;
  switch (route.page) {
    case 'sign-in':
    case 'register':
      if (signedIn) return redirect(app, route.next);
      return signInPage(app, route.page, route.next);
    case 'forgot':
      return forgotPage(app);
    case 'mailed':
      return mailedPage(app);
    case 'reset':
      return resetPage(app, route.token);
    case 'confirm':
      return confirmPage(app, route.token);
    case 'join':
      return joinPage(app, route.token, app.sharedLink);
    case 'documents':
      return signedIn ? documentsPage(app) : redirect(app, signInPath('/'));
    case 'document':
      return signedIn ? documentPage(app, route.id) : redirect(app, signInPath(location.pathname));
    case 'unknown':
      return noticePage({
        heading: 'There is no such page',
        text: 'The address may be incomplete. Your documents are one step away.',
        actions: [{ label: 'Go to your documents', run: () => app.router.go('/') }],
      });
  }
}

function redirect(app: App, path: string): Page {
  app.router.replace(path);
  return { element: document.createElement('div'), title: document.title };
}
