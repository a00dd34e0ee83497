import type { ChainedCommands, Editor } from '@tiptap/core';
import type { IconName } from '../ui/icons';

/** One button of the toolbar. */
export interface EditorCommand {
  readonly icon: IconName;
  readonly label: string;
  /** Keys as `aria-keyshortcuts` spells them; "Mod" is Command on a Mac and Control elsewhere. */
  readonly keys?: string;
  readonly run: (chain: ChainedCommands) => ChainedCommands;
  /** The node or mark whose presence presses the button; a plain action has none. */
  readonly pressedBy?: string;
  readonly enabled?: (editor: Editor) => boolean;
}

export const commandGroups: readonly (readonly EditorCommand[])[] = [
  [
    {
      icon: 'undo',
      label: 'Undo',
      keys: 'Mod+Z',
      run: (chain) => chain.undo(),
      enabled: (editor) => editor.can().undo(),
    },
    {
      icon: 'redo',
      label: 'Redo',
      keys: 'Mod+Shift+Z',
      run: (chain) => chain.redo(),
      enabled: (editor) => editor.can().redo(),
    },
  ],
  [
    { icon: 'bold', label: 'Bold', keys: 'Mod+B', run: (chain) => chain.toggleBold(), pressedBy: 'bold' },
    { icon: 'italic', label: 'Italic', keys: 'Mod+I', run: (chain) => chain.toggleItalic(), pressedBy: 'italic' },
    {
      icon: 'underline',
      label: 'Underline',
      keys: 'Mod+U',
      run: (chain) => chain.toggleUnderline(),
      pressedBy: 'underline',
    },
    {
      icon: 'strike',
      label: 'Strikethrough',
      keys: 'Mod+Shift+S',
      run: (chain) => chain.toggleStrike(),
      pressedBy: 'strike',
    },
    { icon: 'code', label: 'Code', keys: 'Mod+E', run: (chain) => chain.toggleCode(), pressedBy: 'code' },
  ],
  [
    {
      icon: 'bulletList',
      label: 'Bulleted list',
      keys: 'Mod+Shift+8',
      run: (chain) => chain.toggleBulletList(),
      pressedBy: 'bulletList',
    },
    {
      icon: 'orderedList',
      label: 'Numbered list',
      keys: 'Mod+Shift+7',
      run: (chain) => chain.toggleOrderedList(),
      pressedBy: 'orderedList',
    },
    {
      icon: 'taskList',
      label: 'Task list',
      keys: 'Mod+Shift+9',
      run: (chain) => chain.toggleTaskList(),
      pressedBy: 'taskList',
    },
  ],
  [
    {
      icon: 'quote',
      label: 'Quotation',
      keys: 'Mod+Shift+B',
      run: (chain) => chain.toggleBlockquote(),
      pressedBy: 'blockquote',
    },
    {
      icon: 'codeBlock',
      label: 'Code block',
      keys: 'Mod+Alt+C',
      run: (chain) => chain.toggleCodeBlock(),
      pressedBy: 'codeBlock',
    },
    { icon: 'rule', label: 'Horizontal rule', run: (chain) => chain.setHorizontalRule() },
  ],
];

const onMac = /Mac|iP(hone|ad|od)/.test(navigator.userAgent);

/** Keys as a person reads them: ⌘⇧Z or Ctrl+Shift+Z. */
export function readableKeys(keys: string): string {
  if (!onMac) return keys.replace('Mod', 'Ctrl');
  return keys.replace('Mod', '⌘').replace('Shift', '⇧').replace('Alt', '⌥').replaceAll('+', '');
}

/** Keys as `aria-keyshortcuts` wants them. */
export function announcedKeys(keys: string): string {
  return keys.replace('Mod', onMac ? 'Meta' : 'Control');
}
