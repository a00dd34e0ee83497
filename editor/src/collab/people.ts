/** Somebody who has the document open, as their awareness state tells it. */
export interface Person {
  /** The account, or the client where the state names no account. */
  readonly id: string;
  readonly name: string;
}

const LONGEST_NAME = 60;

/**
 * Reads the `user` field of an awareness state. It came from another client: anything may be in
 * it, so that names are clipped and everything else is ignored.
 */
export function personFrom(user: unknown, clientId: number): Person {
  const fields = typeof user === 'object' && user !== null ? (user as Record<string, unknown>) : {};
  const { id, name } = fields;
  return {
    id: typeof id === 'string' && id !== '' ? id : String(clientId),
    name: typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, LONGEST_NAME) : 'Guest',
  };
}

/** Everybody present, each once however many windows they have, ourselves first. */
export function peopleIn(states: ReadonlyMap<number, Record<string, unknown>>, own: Person): Person[] {
  const people = new Map<string, Person>([[own.id, own]]);
  for (const [clientId, state] of states) {
    if (!('user' in state)) continue;
    const person = personFrom(state['user'], clientId);
    if (!people.has(person.id)) people.set(person.id, person);
  }
  const [self, ...others] = people.values();
  return [...(self ? [self] : []), ...others.sort((a, b) => a.name.localeCompare(b.name))];
}

const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The first letters of the first and the last word of a name. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/u).filter((word) => word !== '');
  const ends = words.length > 1 ? [words.at(0), words.at(-1)] : words;
  return ends.map(firstCharacter).join('').toUpperCase();
}

function firstCharacter(word = ''): string {
  for (const { segment } of characters.segment(word)) return segment;
  return '';
}
