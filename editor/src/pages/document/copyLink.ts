import { h, setText } from '../../ui/dom';
import { icon } from '../../ui/icons';

const CONFIRMED_FOR_MS = 2_000;

/** Copies the document's address, which is all there is to a link. */
export function copyLinkButton(): HTMLElement {
  const label = h('span', { class: 'wide-only' }, 'Copy link');
  const spoken = h('span', { class: 'visually-hidden', role: 'status' });
  const confirmCopy = (): void => {
    setText(label, 'Link copied');
    setText(spoken, 'Link copied');
    setTimeout(() => {
      setText(label, 'Copy link');
      setText(spoken, '');
    }, CONFIRMED_FOR_MS);
  };
  const copy = (): void => {
    const address = location.origin + location.pathname;
    const showInstead = (): void => void prompt('The link to this document:', address);
    // Without https there is no clipboard for pages: show the address for copying by hand.
    if (isSecureContext) navigator.clipboard.writeText(address).then(confirmCopy, showInstead);
    else showInstead();
  };
  return h(
    'div',
    { class: 'copy-link' },
    h('button', { type: 'button', class: 'button', 'aria-label': 'Copy link', onclick: copy }, icon('share'), label),
    spoken,
  );
}
