import type { HocuspocusProvider } from '@hocuspocus/provider';
import type { Extensions } from '@tiptap/core';
import { Collaboration } from '@tiptap/extension-collaboration';
import { CollaborationCaret } from '@tiptap/extension-collaboration-caret';
import { TaskItem, TaskList } from '@tiptap/extension-list';
import { Placeholder } from '@tiptap/extensions';
import { StarterKit } from '@tiptap/starter-kit';
import { renderCaret, renderSelection } from '../collab/carets';
import { hexOf, hueOf } from '../collab/hues';
import type { Person } from '../collab/people';
import { PastedHtml } from './pastedHtml';

/** What a document can hold. */
export const contentExtensions: Extensions = [
  StarterKit.configure({
    // Undo must take back one's own changes only: the Collaboration extension does it.
    undoRedo: false,
    // Every open window would append its own trailing paragraph, readers' included.
    trailingNode: false,
    heading: { levels: [1, 2, 3] },
    link: {
      openOnClick: false,
      defaultProtocol: 'https',
      HTMLAttributes: { rel: 'noopener noreferrer nofollow', target: '_blank' },
    },
  }),
  TaskList,
  TaskItem.configure({ nested: true }),
  Placeholder.configure({ placeholder: 'Start writing…' }),
];

/** What ties the content to the shared document and shows the others in it. */
export function sharedExtensions(provider: HocuspocusProvider, person: Person): Extensions {
  return [
    PastedHtml,
    Collaboration.configure({ document: provider.document, field: 'default' }),
    CollaborationCaret.configure({
      provider,
      user: { id: person.id, name: person.name, color: hexOf(hueOf(person.id)) },
      render: renderCaret,
      selectionRender: renderSelection,
    }),
  ];
}
