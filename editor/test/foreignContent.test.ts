import { getSchema } from '@tiptap/core';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { contentExtensions } from '../src/editor/extensions';
import { foreignContentIn, foreignContentOf } from '../src/editor/foreignContent';

const schema = getSchema(contentExtensions);

function fragmentWith(build: (fragment: Y.XmlFragment) => void): Y.XmlFragment {
  const fragment = new Y.Doc().getXmlFragment('default');
  build(fragment);
  return fragment;
}

function element(name: string, ...children: (Y.XmlElement | Y.XmlText)[]): Y.XmlElement {
  const node = new Y.XmlElement(name);
  node.insert(0, children);
  return node;
}

function text(content: string, marks: Record<string, unknown> = {}): Y.XmlText {
  const node = new Y.XmlText();
  node.insert(0, content, marks);
  return node;
}

describe('content that the editor would destroy', () => {
  it('is none where every node and mark is known', () => {
    const known = fragmentWith((fragment) =>
      fragment.insert(0, [
        element('paragraph', text('plain'), text('loud', { bold: {}, link: { href: 'https://example.org' } })),
        element('taskList', element('taskItem', element('paragraph', text('to do')))),
      ]),
    );
    expect(foreignContentIn(known, schema)).toEqual([]);
  });

  it('is found at any depth, nodes and marks, each named once', () => {
    const foreign = fragmentWith((fragment) =>
      fragment.insert(0, [
        element(
          'blockquote',
          element('table', element('tableRow')),
          element('paragraph', text('x', { 'comment--aB3+/=9Z': {} })),
        ),
        element('table'),
        text('loose'),
      ]),
    );
    expect(foreignContentIn(foreign, schema)).toEqual(['comment', 'table', 'tableRow', 'text outside a paragraph']);
  });

  it('is found in a change that arrives', () => {
    const local = new Y.Doc();
    const fragment = local.getXmlFragment('default');
    fragment.insert(0, [element('paragraph', text('here'))]);
    const found: string[][] = [];
    fragment.observeDeep((events) => found.push(foreignContentOf(events as Y.YEvent<Y.XmlFragment>[], schema)));

    const remote = new Y.Doc();
    Y.applyUpdate(remote, Y.encodeStateAsUpdate(local));
    const send = (change: () => void): void => {
      change();
      Y.applyUpdate(local, Y.encodeStateAsUpdate(remote, Y.encodeStateVector(local)));
    };
    const theirs = remote.getXmlFragment('default');
    const paragraph = theirs.get(0) as Y.XmlElement;
    send(() => paragraph.insert(1, [text(' and there')]));
    send(() => (paragraph.get(0) as Y.XmlText).format(0, 2, { highlight: {} }));
    send(() => theirs.insert(1, [element('blockquote', element('mention'))]));
    expect(found).toEqual([[], ['highlight'], ['mention']]);
  });
});
