import { hueOf } from '../../collab/hues';
import { initialsOf, type Person } from '../../collab/people';
import { h } from '../../ui/dom';

const MOST_SHOWN = 5;

/** One coloured token a person, in the colour of their caret; a crowd ends in a number. */
export function peopleList(people: readonly Person[]): HTMLElement[] {
  const tokens = people.slice(0, MOST_SHOWN).map((person, index) => {
    const name = index === 0 ? `${person.name} (you)` : person.name;
    const token = h('li', { class: 'person', title: name, 'data-name': person.name }, initialsOf(person.name));
    token.setAttribute('aria-label', name);
    token.style.setProperty('--hue', String(hueOf(person.id)));
    return token;
  });
  const others = people.length - tokens.length;
  if (others > 0) {
    const names = people
      .slice(MOST_SHOWN)
      .map(({ name }) => name)
      .join(', ');
    tokens.push(h('li', { class: 'person more', title: names, 'aria-label': `and ${others} more` }, `+${others}`));
  }
  return tokens;
}
