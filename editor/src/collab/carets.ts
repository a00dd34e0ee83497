import type { DecorationAttrs } from '@tiptap/pm/view';
import { h } from '../ui/dom';
import { hueOf } from './hues';
import { personFrom } from './people';

/*
 * Carets are coloured through the CSS object model with one custom property. Stock renderers write
 * a style attribute, which the content security policy blocks, and trust the colour that came from
 * the other client; here only the person's identity decides the hue, and the style sheet the rest.
 */

/** Draws somebody's caret with their name. */
export function renderCaret(user: Record<string, unknown>): HTMLElement {
  const person = personFrom(user, 0);
  const label = h('span', { class: 'caret-label' }, person.name);
  // The word joiners keep the browser from breaking a line at the caret.
  const caret = h('span', { class: 'caret', 'data-name': person.name }, '\u2060', label, '\u2060');
  caret.style.setProperty('--hue', String(hueOf(person.id)));
  return caret;
}

/** Tints the text that somebody has selected. ProseMirror applies `style` through cssText. */
export function renderSelection(user: Record<string, unknown>): DecorationAttrs {
  return { class: 'caret-selection', style: `--hue: ${hueOf(personFrom(user, 0).id)}` };
}
