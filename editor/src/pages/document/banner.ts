import { fill, h } from '../../ui/dom';
import { actionButton, type NoticeAction } from '../notice';

/** Says what is wrong with the open document and what to do, without hiding the text. */
export class Banner {
  readonly #text = h('p', {});
  readonly #actions = h('div', { class: 'button-row' });
  readonly element = h('div', { class: 'banner', role: 'alert', hidden: true }, this.#text, this.#actions);

  show(text: string, actions: readonly NoticeAction[]): void {
    this.element.hidden = false;
    this.#text.textContent = text;
    const dismiss: NoticeAction = { label: 'Dismiss', run: () => this.hide() };
    fill(this.#actions, ...(actions.length > 0 ? actions : [dismiss]).map(actionButton));
  }

  /** Changes the text and keeps the actions. */
  say(text: string): void {
    this.#text.textContent = text;
  }

  hide(): void {
    this.element.hidden = true;
  }
}
