import type { Editor } from '@tiptap/core';
import { h } from '../ui/dom';
import { icon } from '../ui/icons';
import { announcedKeys, commandGroups, readableKeys, type EditorCommand } from './commands';
import { LinkDialog } from './linkDialog';
import { blockStylePicker } from './blockStyle';
import { roving } from './roving';

/** The toolbar of one editor. It follows the selection until the editor is destroyed. */
export function createToolbar(editor: Editor): HTMLElement {
  const refreshers: (() => void)[] = [];

  const picker = blockStylePicker(editor);
  refreshers.push(picker.refresh);
  const groups = commandGroups.map((commands) =>
    commands.map((command) => {
      const button = commandButton(editor, command);
      refreshers.push(() => refreshButton(button, command, editor));
      return button;
    }),
  );
  const link = linkButton(editor, refreshers);

  const [history = [], marks = [], ...blocks] = groups;
  const toolbar = h(
    'div',
    { class: 'toolbar', role: 'toolbar', 'aria-label': 'Formatting' },
    group(history),
    group([picker.element]),
    group([...marks, link]),
    ...blocks.map(group),
  );
  roving(toolbar);

  // Typing causes several transactions a frame; the buttons need to be right once.
  let scheduled = false;
  const refresh = (): void => {
    scheduled = false;
    if (!editor.isDestroyed) refreshers.forEach((refreshOne) => refreshOne());
  };
  editor.on('transaction', () => {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(refresh);
  });
  refresh();
  return toolbar;
}

const group = (children: readonly HTMLElement[]): HTMLElement => h('div', { class: 'toolbar-group' }, ...children);

function commandButton(editor: Editor, command: EditorCommand): HTMLButtonElement {
  return toolButton(command, () => command.run(editor.chain().focus()).run());
}

function toolButton(
  { icon: name, label, keys }: Pick<EditorCommand, 'icon' | 'label' | 'keys'>,
  onClick: () => void,
): HTMLButtonElement {
  return h(
    'button',
    {
      type: 'button',
      class: 'tool',
      'aria-label': label,
      'aria-keyshortcuts': keys && announcedKeys(keys),
      title: keys ? `${label} (${readableKeys(keys)})` : label,
      // The text keeps its selection and its on-screen keyboard while a tool is pressed.
      onmousedown: (event: MouseEvent) => event.preventDefault(),
      onclick: onClick,
    },
    icon(name),
  );
}

function refreshButton(button: HTMLButtonElement, command: EditorCommand, editor: Editor): void {
  if (command.pressedBy !== undefined) {
    button.setAttribute('aria-pressed', String(editor.isActive(command.pressedBy)));
  }
  // Not `disabled`, which would throw the keyboard's focus out of the toolbar.
  if (command.enabled) button.setAttribute('aria-disabled', String(!command.enabled(editor)));
}

function linkButton(editor: Editor, refreshers: (() => void)[]): HTMLElement {
  const dialog = new LinkDialog(editor);
  const button = toolButton({ icon: 'link', label: 'Link', keys: 'Mod+K' }, () => dialog.open());
  editor.view.dom.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      dialog.open();
    }
  });
  refreshers.push(() => button.setAttribute('aria-pressed', String(editor.isActive('link'))));
  return button;
}
