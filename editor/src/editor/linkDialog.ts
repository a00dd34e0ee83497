import type { Editor } from '@tiptap/core';
import { h } from '../ui/dom';
import { linkAddress } from './linkAddress';

/** Asks for a link's address. */
export class LinkDialog {
  readonly #editor: Editor;
  readonly #address: HTMLInputElement;
  readonly #error: HTMLElement;
  readonly #remove: HTMLButtonElement;
  readonly #dialog: HTMLDialogElement;

  constructor(editor: Editor) {
    this.#editor = editor;
    this.#address = h('input', { id: 'link-address', type: 'text', inputmode: 'url', autocomplete: 'off' });
    this.#error = h('p', { class: 'form-error', role: 'alert' });
    this.#remove = h('button', { type: 'button', class: 'button', onclick: () => this.#unlink() }, 'Remove link');
    this.#dialog = h(
      'dialog',
      { class: 'dialog', 'aria-label': 'Link', onclose: () => this.#dialog.remove() },
      h(
        'form',
        { method: 'dialog', class: 'form', onsubmit: (event: SubmitEvent) => this.#submit(event) },
        h('label', { for: 'link-address' }, 'Web address'),
        this.#address,
        this.#error,
        h(
          'div',
          { class: 'button-row' },
          this.#remove,
          h('button', { type: 'button', class: 'button', onclick: () => this.#dialog.close() }, 'Cancel'),
          h('button', { type: 'submit', class: 'button primary' }, 'Apply'),
        ),
      ),
    );
  }

  open(): void {
    if (this.#dialog.open) return;
    const href: unknown = this.#editor.getAttributes('link')['href'];
    this.#address.value = typeof href === 'string' ? href : '';
    this.#error.textContent = '';
    this.#remove.hidden = typeof href !== 'string';
    document.body.append(this.#dialog);
    this.#dialog.showModal();
    this.#address.select();
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    const href = linkAddress(this.#address.value);
    if (href === null) {
      this.#error.textContent = 'Enter a web, mail or telephone address, such as https://example.org.';
      this.#address.focus();
      return;
    }
    this.#dialog.close();
    const { empty } = this.#editor.state.selection;
    const chain = this.#editor.chain().focus();
    if (empty && !this.#editor.isActive('link')) {
      chain.insertContent({ type: 'text', text: href, marks: [{ type: 'link', attrs: { href } }] }).run();
    } else {
      chain.extendMarkRange('link').setLink({ href }).run();
    }
  }

  #unlink(): void {
    this.#dialog.close();
    this.#editor.chain().focus().extendMarkRange('link').unsetLink().run();
  }
}
