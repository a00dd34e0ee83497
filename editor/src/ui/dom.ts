type Attribute = string | number | boolean | null | undefined | ((event: never) => void);
type Attributes = Readonly<Record<string, Attribute>> & { readonly style?: never };
export type Child = Node | string | null | undefined | false;

/**
 * Creates an element. `onclick` and the like take listeners, `true` sets an empty attribute, false
 * and null leave it out. Strings become text, never markup; styles belong in the style sheet.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value as EventListener);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...present(children));
  return element;
}

/** Replaces everything inside an element. */
export function fill(element: Element, ...children: readonly Child[]): void {
  element.replaceChildren(...present(children));
}

/** Sets text only where it differs, so that a live region announces each change once. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

const present = (children: readonly Child[]): (Node | string)[] =>
  children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false);
