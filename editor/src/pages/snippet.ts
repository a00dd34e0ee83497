import type { Match } from '../api/documents';
import { h } from '../ui/dom';

/** A piece of a snippet, and whether it is what was searched for. */
export interface Piece {
  readonly text: string;
  readonly found: boolean;
}

/** Cuts a snippet at its highlights. What lies outside of it, or behind one that came before, is passed over. */
export function piecesOf({ snippet, highlights }: Match): readonly Piece[] {
  const pieces: Piece[] = [];
  let told = 0;
  for (const [start, end] of highlights) {
    if (start < told || end <= start || end > snippet.length) continue;
    if (start > told) pieces.push({ text: snippet.slice(told, start), found: false });
    pieces.push({ text: snippet.slice(start, end), found: true });
    told = end;
  }
  if (told < snippet.length) pieces.push({ text: snippet.slice(told), found: false });
  return pieces;
}

/** Where in the text the words stand; as text and never as markup. */
export const snippetLine = (match: Match): HTMLElement =>
  h(
    'span',
    { class: 'document-snippet' },
    ...piecesOf(match).map(({ text, found }) => (found ? h('mark', {}, text) : text)),
  );
