import type { Schema } from '@tiptap/pm/model';
import * as Y from 'yjs';

/*
 * The Yjs binding deletes, for everybody, what its schema does not know. A document that another
 * program wrote with tables or mentions would lose them by being opened here. So the content is
 * looked through before the binding sees it, and so is every change that arrives.
 */

/** Marks that may overlap themselves carry a hash behind their name in Yjs. */
const HASHED_MARK = /--[a-zA-Z0-9+/=]{8}$/;

/** Names the kinds of content below a fragment that the schema lacks; empty when all is known. */
export function foreignContentIn(fragment: Y.XmlFragment, schema: Schema): string[] {
  const foreign = new Set<string>();
  for (const child of fragment.toArray()) lookAtBlock(child, schema, foreign);
  return [...foreign].sort();
}

/** The same for what one transaction has changed below a fragment. */
export function foreignContentOf(events: readonly Y.YEvent<Y.XmlFragment>[], schema: Schema): string[] {
  const foreign = new Set<string>();
  for (const event of events) {
    if (event.target instanceof Y.XmlText) lookAt(event.target, schema, foreign);
    for (const { content } of event.changes.added) {
      if (!(content instanceof Y.ContentType)) continue;
      const isBlock = event.path.length === 0;
      (isBlock ? lookAtBlock : lookAt)(content.type, schema, foreign);
    }
  }
  return [...foreign].sort();
}

function lookAtBlock(block: unknown, schema: Schema, foreign: Set<string>): void {
  if (block instanceof Y.XmlText) foreign.add('text outside a paragraph');
  else lookAt(block, schema, foreign);
}

function lookAt(node: unknown, schema: Schema, foreign: Set<string>): void {
  if (node instanceof Y.XmlText) {
    for (const piece of node.toDelta() as readonly TextPiece[]) {
      if (typeof piece.insert !== 'string') foreign.add('embedded objects');
      for (const name of Object.keys(piece.attributes ?? {})) {
        const mark = name.replace(HASHED_MARK, '');
        if (schema.marks[mark] === undefined) foreign.add(mark);
      }
    }
  } else if (node instanceof Y.XmlElement) {
    if (schema.nodes[node.nodeName] === undefined) foreign.add(node.nodeName);
    for (const child of node.toArray()) lookAt(child, schema, foreign);
  } else {
    foreign.add('embedded objects');
  }
}

interface TextPiece {
  readonly insert: unknown;
  readonly attributes?: Readonly<Record<string, unknown>>;
}
