import { messageOf } from '../api/problem';
import type { App } from '../app/app';
import type { Page } from '../app/page';
import { signInPath } from '../app/routes';
import { h } from '../ui/dom';
import { brand } from './brand';

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
  const email = field('email', 'E-mail', { type: 'email', autocomplete: 'username' });
  const password = field('password', 'Password', { type: 'password', autocomplete: words.passwordHint });
  const error = h('p', { class: 'form-error', role: 'alert' });
  const submit = h('button', { type: 'submit', class: 'button primary' }, words.submit);

  const enter = async (): Promise<void> => {
    const credentials = { email: email.input.value.trim(), password: password.input.value };
    const user =
      kind === 'register'
        ? await app.session.register({ ...credentials, displayName: displayName.input.value.trim() })
        : await app.session.login(credentials);
    app.otherWindows.tell({ kind: 'signed-in', userId: user.id });
    app.router.replace(next);
  };

  const onsubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    error.textContent = '';
    submit.disabled = true;
    enter()
      .catch((failure: unknown) => {
        error.textContent = messageOf(failure);
        password.input.focus();
      })
      .finally(() => (submit.disabled = false));
  };

  const fields = kind === 'register' ? [displayName, email, password] : [email, password];
  return {
    element: h(
      'main',
      { class: 'centered' },
      h(
        'section',
        { class: 'card' },
        brand(),
        h('h1', {}, words.heading),
        // The method keeps a password out of the address should the script ever fail to load.
        h('form', { class: 'form', method: 'post', onsubmit }, ...fields.map(({ row }) => row), error, submit),
        h(
          'p',
          { class: 'aside' },
          `${words.question} `,
          h('a', { href: signInPath(next, words.otherPage), 'data-internal': true }, words.other),
        ),
      ),
    ),
    title: `${words.heading} · Quire`,
    shown: () => fields[0]?.input.focus(),
  };
}

function field(
  name: string,
  label: string,
  attributes: Readonly<Record<string, string | number>>,
): { row: HTMLElement; input: HTMLInputElement } {
  const id = `field-${name}`;
  const input = h('input', { id, name, required: true, ...attributes });
  return { row: h('div', { class: 'field' }, h('label', { for: id }, label), input), input };
}
