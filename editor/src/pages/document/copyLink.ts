import { h, setText } from '../../ui/dom';
import { icon } from '../../ui/icons';

const CONFIRMED_FOR_MS = 2_000;

/** Copies the document's address, which is all there is to a link. */
export function copyLinkButton(): HTMLElement {
  const label = h('span', { class: 'wide-only', role: 'status' }, 'Copy link');
  const confirmCopy = (): void => {
    setText(label, 'Link copied');
    setTimeout(() => setText(label, 'Copy link'), CONFIRMED_FOR_MS);
  };
  return h(
    'button',
    {
      type: 'button',
      class: 'button',
      title: 'Copy the link to this document',
      'aria-label': 'Copy link',
      onclick: () => {
        const address = location.origin + location.pathname;
        // Without https there is no clipboard for pages: show the address for copying by hand.
        if (!isSecureContext) prompt('The link to this document:', address);
        else navigator.clipboard.writeText(address).then(confirmCopy, () => prompt('The link to this document:', address));
      },
    },
    icon('share'),
    label,
  );
}
