import type { Page } from '../app/page';
import { h } from '../ui/dom';

export interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
}

export interface Notice {
  readonly heading: string;
  readonly text: string;
  readonly actions: readonly NoticeAction[];
}

/** A whole page that says what is the matter and what can be done about it. */
export function noticePage({ heading, text, actions }: Notice): Page {
  const title = h('h1', { tabindex: -1 }, heading);
  return {
    element: h(
      'main',
      { class: 'centered' },
      h(
        'section',
        { class: 'card' },
        title,
        h('p', {}, text),
        h('div', { class: 'button-row' }, ...actions.map(actionButton)),
      ),
    ),
    title: `${heading} · Quire`,
    shown: () => title.focus(),
  };
}

export function actionButton({ label, run }: NoticeAction, index: number): HTMLElement {
  return h('button', { type: 'button', class: index === 0 ? 'button primary' : 'button', onclick: run }, label);
}
