import { describe, expect, it } from 'vitest';
import { piecesOf } from '../src/pages/snippet';

const shown = (snippet: string, ...highlights: [number, number][]): string =>
  piecesOf({ snippet, highlights })
    .map(({ text, found }) => (found ? `[${text}]` : text))
    .join('');

describe('a snippet', () => {
  it('is cut at what was found', () => {
    expect(shown('We met at nine.', [3, 6], [10, 14])).toBe('We [met] at [nine].');
  });

  it('is whole where nothing in it was found, and where all of it was', () => {
    expect(shown('We met.')).toBe('We met.');
    expect(shown('We met.', [0, 7])).toBe('[We met.]');
  });

  it('keeps its text whatever the highlights say', () => {
    expect(shown('We met.', [3, 6], [4, 5], [5, 3], [6, 99])).toBe('We [met].');
  });
});
