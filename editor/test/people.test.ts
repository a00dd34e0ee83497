import { describe, expect, it } from 'vitest';
import { hexOf, hueOf } from '../src/collab/hues';
import { initialsOf, peopleIn, personFrom } from '../src/collab/people';

describe('the people in a document', () => {
  const own = { id: 'u1', name: 'Alice' };

  it('are listed once each, oneself first', () => {
    const states = new Map<number, Record<string, unknown>>([
      [1, { user: { id: 'u2', name: 'Zoe' } }],
      [2, { user: { id: 'u1', name: 'Alice' } }],
      [3, { user: { id: 'u3', name: 'Bob' } }],
      [4, { user: { id: 'u2', name: 'Zoe' } }],
      [5, {}],
    ]);
    expect(peopleIn(states, own).map(({ name }) => name)).toEqual(['Alice', 'Bob', 'Zoe']);
  });

  it.each([undefined, null, 'text', 7, [], { name: { toString: 'no' } }, { id: 3, name: '  ' }])(
    'have a name even where their state is nonsense: %j',
    (user) => {
      expect(personFrom(user, 9)).toEqual({ id: '9', name: 'Guest' });
    },
  );

  it('cannot fill the page with their name', () => {
    expect(personFrom({ name: 'x'.repeat(10_000) }, 1).name).toHaveLength(60);
  });

  it('have initials in any script', () => {
    expect(initialsOf('Ada King Lovelace')).toBe('AL');
    expect(initialsOf('émile')).toBe('É');
    expect(initialsOf('👩‍🔬 Lab')).toBe('👩‍🔬L');
    expect(initialsOf('')).toBe('');
  });
});

describe("a person's colour", () => {
  it('is the same everywhere and differs between people', () => {
    expect(hueOf('u1')).toBe(hueOf('u1'));
    const hues = new Set(Array.from({ length: 50 }, (_, index) => hueOf(`person-${index}`)));
    expect(hues.size).toBeGreaterThan(30);
  });

  it('is told to other programs as six hexadecimal digits', () => {
    for (let hue = 0; hue < 360; hue++) expect(hexOf(hue)).toMatch(/^#[0-9a-f]{6}$/);
  });
});
