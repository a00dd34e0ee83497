import type { HocuspocusProvider } from '@hocuspocus/provider';
import { Editor, getSchema } from '@tiptap/core';
import type * as Y from 'yjs';
import type { Person } from '../collab/people';
import { contentExtensions, sharedExtensions } from './extensions';
import { foreignContentIn, foreignContentOf } from './foreignContent';

export interface RichTextOptions {
  readonly mount: HTMLElement;
  readonly provider: HocuspocusProvider;
  readonly person: Person;
  readonly editable: boolean;
  /** The document holds, or has just received, content that this editor would destroy. */
  readonly onForeignContent: (kinds: readonly string[]) => void;
}

/** Opens an editor on a synchronised document, or null where that would damage its content. */
export function openRichText(options: RichTextOptions): Editor | null {
  const { mount, provider, person, editable, onForeignContent } = options;
  const fragment = provider.document.getXmlFragment('default');
  const schema = getSchema(contentExtensions);
  const foreign = foreignContentIn(fragment, schema);
  if (foreign.length > 0) {
    onForeignContent(foreign);
    return null;
  }

  // Observers run in the order in which they came: this one sees each change before the binding
  // does. The binding writes its own view of the document back at the slightest occasion, so the
  // whole editor goes; a copy of what it showed stays for reading.
  const guard = (events: Y.YEvent<Y.XmlFragment>[], transaction: Y.Transaction): void => {
    if (transaction.local) return;
    const arrived = foreignContentOf(events, schema);
    if (arrived.length === 0) return;
    const still = editor.view.dom.cloneNode(true) as HTMLElement;
    still.contentEditable = 'false';
    editor.destroy();
    mount.replaceChildren(still);
    onForeignContent(arrived);
  };
  fragment.observeDeep(guard);

  const editor = new Editor({
    element: mount,
    editable,
    extensions: [...contentExtensions, ...sharedExtensions(provider, person)],
    // An empty string would be parsed as HTML, which Trusted Types refuses.
    content: { type: 'doc', content: [{ type: 'paragraph' }] },
    injectCSS: false,
    editorProps: {
      attributes: { class: 'prose', role: 'textbox', 'aria-multiline': 'true', 'aria-label': 'Document text' },
    },
  });
  editor.on('destroy', () => fragment.unobserveDeep(guard));
  return editor;
}
