import type { App } from '../app/app';
import type { Page } from '../app/page';
import { signInPath } from '../app/routes';
import { h } from '../ui/dom';
import { emailField, field, formPage, passwordField } from './formPage';

const wording = {
  'sign-in': {
    heading: 'Sign in',
    submit: 'Sign in',
    question: 'New here?',
    other: 'Create an account',
    otherPage: 'register',
    passwordHint: 'current-password',
  },
  register: {
    heading: 'Create an account',
    submit: 'Create account',
    question: 'Already have an account?',
    other: 'Sign in',
    otherPage: 'sign-in',
    passwordHint: 'new-password',
  },
} as const;

/** Sign in, or create an account: one form, with a name where the account is new. */
export function signInPage(app: App, kind: keyof typeof wording, next: string): Page {
  const words = wording[kind];
  const displayName = field('displayName', 'Your name', { autocomplete: 'name', maxlength: 60 });
  const email = emailField();
  const password = passwordField('Password', words.passwordHint);

  const send = async (): Promise<void> => {
    const credentials = { email: email.input.value.trim(), password: password.input.value };
    const user =
      kind === 'register'
        ? await app.session.register({ ...credentials, displayName: displayName.input.value.trim() })
        : await app.session.login(credentials);
    if (user === null) {
      app.router.replace('/mailed');
      return;
    }
    app.otherWindows.tell({ kind: 'signed-in', userId: user.id });
    app.router.replace(next);
  };

  const other = h('a', { href: signInPath(next, words.otherPage), 'data-internal': true }, words.other);
  const forgot = h('a', { href: '/forgot', 'data-internal': true }, 'Forgot your password?');
  return formPage({
    heading: words.heading,
    fields: kind === 'register' ? [displayName, email, password] : [email, password],
    submit: words.submit,
    aside: [`${words.question} `, other, ...(kind === 'sign-in' ? [' · ', forgot] : [])],
    send,
  });
}
