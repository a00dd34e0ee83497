import { h } from './dom';

/** A choice among a few; `options` are values and what they are called. */
export function select(
  label: string,
  options: readonly (readonly [string, string])[],
  chosen?: string,
): HTMLSelectElement {
  return h(
    'select',
    { class: 'select', 'aria-label': label },
    ...options.map(([value, text]) => h('option', { value, selected: value === chosen }, text)),
  );
}
