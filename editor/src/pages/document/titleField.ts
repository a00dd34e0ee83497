import type { Documents, DocumentSummary } from '../../api/documents';
import { messageOf } from '../../api/problem';
import { h } from '../../ui/dom';

/** The document's title, renamed in place by those who may. */
export function titleField(
  documents: Documents,
  summary: DocumentSummary,
  report: (message: string) => void,
): HTMLInputElement {
  let saved = summary.title;
  const mayRename = summary.role === 'owner' || summary.role === 'editor';
  const show = (): void => {
    input.value = saved;
    document.title = `${saved || 'Untitled'} · Quire`;
  };

  const rename = async (): Promise<void> => {
    const title = input.value.trim();
    if (!mayRename || title === saved) return;
    if (title === '') {
      show();
      return;
    }
    try {
      saved = (await documents.rename(summary.id, title)).title;
      show();
    } catch (error) {
      report(`The title was not changed. ${messageOf(error)}`);
    }
  };

  const input = h('input', {
    class: 'title-field',
    'aria-label': 'Title',
    maxlength: 200,
    readonly: !mayRename,
    onblur: () => void rename(),
    onkeydown: (event: KeyboardEvent) => {
      if (event.key === 'Escape') show();
      if (event.key === 'Enter' || event.key === 'Escape') input.blur();
    },
  });
  show();
  return input;
}
