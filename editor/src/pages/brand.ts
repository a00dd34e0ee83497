import { h } from '../ui/dom';

/** The name, leading home. */
export function brand(): HTMLElement {
  return h('a', { class: 'brand', href: '/', 'data-internal': true }, brandMark(), 'Quire');
}

/** The sign alone; its link carries the words. */
export function brandMark(): HTMLElement {
  return h('span', { class: 'brand-mark', 'aria-hidden': 'true' });
}
