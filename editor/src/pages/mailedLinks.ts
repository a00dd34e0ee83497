import type { App } from '../app/app';
import type { Page } from '../app/page';
import { h } from '../ui/dom';
import { emailField, formPage, passwordField } from './formPage';
import { noticePage } from './notice';

const signInLink = (): HTMLElement => h('a', { href: '/sign-in', 'data-internal': true }, 'Sign in');

/** Asks for a mail with a link to choose another password. */
export function forgotPage(app: App): Page {
  const email = emailField();
  return formPage({
    heading: 'Choose another password',
    lead: 'If there is an account with your address, you will get a mail with a link.',
    fields: [email],
    submit: 'Send me the link',
    aside: ['Remembered it? ', signInLink()],
    send: async () => {
      await app.accounts.requestReset(email.input.value.trim());
      app.router.replace('/mailed');
    },
  });
}

/** Says that a mail is on its way, to an account or not. */
export function mailedPage(app: App): Page {
  return noticePage({
    heading: 'Look into your mail',
    text: 'There is a link in it that is good once and for half an hour. If nothing comes, look among the junk, or ask again in a while.',
    actions: [{ label: 'Sign in', run: () => app.router.go('/sign-in') }],
  });
}

/** Where the link to choose another password leads. */
export function resetPage(app: App, token: string): Page {
  const password = passwordField('New password', 'new-password');
  return formPage({
    heading: 'Choose another password',
    lead: 'You will be signed out everywhere.',
    fields: [password],
    submit: 'Change password',
    aside: ['Link too old? ', h('a', { href: '/forgot', 'data-internal': true }, 'Ask for another one')],
    send: async () => {
      await app.accounts.reset(token, password.input.value);
      app.session.end('signed-out');
      app.router.replace('/sign-in');
    },
  });
}

/** Where the link to open a new account leads. */
export function confirmPage(app: App, token: string): Page {
  const password = passwordField('The password that you chose', 'current-password');
  return formPage({
    heading: 'Open your account',
    fields: [password],
    submit: 'Open it',
    aside: ['Have you opened it before? ', signInLink()],
    send: async () => {
      const user = await app.session.confirm(token, password.input.value);
      app.otherWindows.tell({ kind: 'signed-in', userId: user.id });
      app.router.replace('/');
    },
  });
}
