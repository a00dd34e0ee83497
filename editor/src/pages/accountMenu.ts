import { messageOf } from '../api/problem';
import type { App } from '../app/app';
import { h } from '../ui/dom';

/** Who is signed in, and the way out. */
export function accountMenu(app: App, report: (message: string) => void): HTMLElement {
  const signOut = h(
    'button',
    {
      type: 'button',
      class: 'button quiet',
      onclick: () => {
        signOut.disabled = true;
        app.session
          .logout()
          .catch((error: unknown) => report(messageOf(error)))
          .finally(() => (signOut.disabled = false));
      },
    },
    'Sign out',
  );
  return h('div', { class: 'account' }, h('span', { class: 'account-name' }, app.session.user?.displayName), signOut);
}
