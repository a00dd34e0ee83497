import type { ChainedCommands, Editor } from '@tiptap/core';
import { h } from '../ui/dom';

interface BlockStyle {
  readonly label: string;
  readonly apply: (chain: ChainedCommands) => ChainedCommands;
  readonly isActive: (editor: Editor) => boolean;
}

const heading = (level: 1 | 2 | 3): BlockStyle => ({
  label: `Heading ${level}`,
  apply: (chain) => chain.setHeading({ level }),
  isActive: (editor) => editor.isActive('heading', { level }),
});

const styles: readonly BlockStyle[] = [
  {
    label: 'Text',
    apply: (chain) => chain.setParagraph(),
    isActive: (editor) => !editor.isActive('heading'),
  },
  heading(1),
  heading(2),
  heading(3),
];

/** Chooses between text and headings. */
export function blockStylePicker(editor: Editor): { element: HTMLSelectElement; refresh: () => void } {
  const element = h(
    'select',
    {
      class: 'tool-select',
      'aria-label': 'Paragraph style',
      onchange: () => styles[element.selectedIndex]?.apply(editor.chain().focus()).run(),
    },
    ...styles.map(({ label }) => h('option', {}, label)),
  );
  const refresh = (): void => {
    element.selectedIndex = Math.max(
      0,
      styles.findIndex((style) => style.isActive(editor)),
    );
  };
  return { element, refresh };
}
