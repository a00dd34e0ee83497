import { messageOf } from '../api/problem';
import type { Page } from '../app/page';
import { h } from '../ui/dom';
import { brand } from './brand';

export interface Field {
  readonly row: HTMLElement;
  readonly input: HTMLInputElement;
}

/** What a page with one form shows, and what sending the form does. */
export interface FormPage {
  readonly heading: string;
  readonly lead?: string;
  readonly fields: readonly Field[];
  readonly submit: string;
  readonly aside: readonly (string | Node)[];
  /** What fails is shown; the form can be sent again. */
  readonly send: () => Promise<void>;
}

export function formPage(form: FormPage): Page {
  const error = h('p', { class: 'form-error', role: 'alert' });
  const submit = h('button', { type: 'submit', class: 'button primary' }, form.submit);
  const onsubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    error.textContent = '';
    submit.disabled = true;
    form
      .send()
      .catch((failure: unknown) => {
        error.textContent = messageOf(failure);
        form.fields.at(-1)?.input.focus();
      })
      .finally(() => (submit.disabled = false));
  };
  return {
    element: h(
      'main',
      { class: 'centered' },
      h(
        'section',
        { class: 'card' },
        brand(),
        h('h1', {}, form.heading),
        ...(form.lead === undefined ? [] : [h('p', {}, form.lead)]),
        // The method keeps a password out of the address should the script ever fail to load.
        h('form', { class: 'form', method: 'post', onsubmit }, ...form.fields.map(({ row }) => row), error, submit),
        h('p', { class: 'aside' }, ...form.aside),
      ),
    ),
    title: `${form.heading} · Quire`,
    shown: () => form.fields[0]?.input.focus(),
  };
}

export function field(name: string, label: string, attributes: Readonly<Record<string, string | number>>): Field {
  const id = `field-${name}`;
  const input = h('input', { id, name, required: true, ...attributes });
  return { row: h('div', { class: 'field' }, h('label', { for: id }, label), input), input };
}

export const emailField = (): Field => field('email', 'E-mail', { type: 'email', autocomplete: 'username' });

export const passwordField = (label: string, autocomplete: 'current-password' | 'new-password'): Field =>
  field('password', label, { type: 'password', autocomplete });
