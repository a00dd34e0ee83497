import * as Y from 'yjs';

/**
 * One hostile text in every place of a document that takes one, as ProseMirror's JSON: as text, as the name of
 * nodes, marks and attributes, and as the value of each attribute that this schema has or that HTML gives a
 * meaning to.
 */
export function everywhere(hostile) {
  const text = (marks = []) => ({ type: 'text', text: hostile, ...(marks.length > 0 && { marks }) });
  const node = (type, attrs = {}, content = []) => ({ type, attrs, content });
  const paragraph = (...content) =>
    node('paragraph', { style: hostile, onclick: hostile, textAlign: hostile }, content);
  const link = { href: hostile, target: hostile, rel: hostile, title: hostile, class: hostile, onclick: hostile };
  const cell = { colspan: hostile, rowspan: hostile, colwidth: [hostile], style: hostile, background: hostile };
  return [
    paragraph(text(), text([{ type: 'link', attrs: link }]), text([{ type: 'link', attrs: { href: hostile } }])),
    paragraph(
      text([{ type: hostile, attrs: { [hostile]: hostile, href: hostile, style: hostile } }]),
      text([
        { type: 'bold', attrs: { onclick: hostile } },
        { type: 'code', attrs: { style: hostile } },
      ]),
      text([
        { type: 'highlight', attrs: { color: hostile } },
        { type: 'textStyle', attrs: { color: hostile } },
      ]),
      text([{ type: 'inserted', attrs: { author: hostile, fromRevision: hostile, toRevision: hostile } }]),
      text([{ type: 'comment', attrs: { id: hostile, 'data-author': hostile } }]),
    ),
    paragraph(node('mention', { id: hostile, label: hostile, char: hostile, mentionSuggestionChar: hostile }), text()),
    paragraph(node(hostile, { [hostile]: hostile }), node('hardBreak', { onclick: hostile })),
    node('heading', { level: hostile, id: hostile }, [text()]),
    node('codeBlock', { language: hostile, class: hostile }, [text()]),
    node('blockquote', { cite: hostile }, [paragraph(text())]),
    node('orderedList', { start: hostile, type: hostile }, [node('listItem', { value: hostile }, [paragraph(text())])]),
    node('taskList', {}, [node('taskItem', { checked: hostile }, [paragraph(text())])]),
    node('table', { style: hostile }, [
      node('tableRow', { onclick: hostile }, [
        node('tableHeader', cell, [paragraph(text())]),
        node('tableCell', cell, [paragraph(text())]),
      ]),
    ]),
    node('image', { src: hostile, srcset: hostile, alt: hostile, title: hostile, width: hostile, onerror: hostile }),
    node('image', { src: 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=', alt: hostile, onload: hostile }),
    node(hostile, { src: hostile, href: hostile, data: hostile, srcdoc: hostile, onload: hostile, change: hostile }, [
      text(),
    ]),
    node('iframe', { src: hostile, srcdoc: hostile }, [text()]),
    node('youtube', { src: hostile, 'data-youtube-video': hostile }),
    node('script', { src: hostile }, [text()]),
    node('paragraph', { change: { kind: hostile, author: hostile, fromRevision: hostile } }, [text()]),
  ];
}

/** A document of such blocks. A text that is in JSON can't have an empty or a lone half of a character. */
export const json = (hostiles) => ({ type: 'doc', content: hostiles.flatMap(everywhere) });

/** Writes such blocks straight into the CRDT, as a client that keeps to nothing may. */
export function writeInto(fragment, hostiles) {
  hostiles.flatMap(everywhere).forEach((node) => write(fragment, node));
  hostiles.forEach((hostile) => writeObjects(added(fragment, new Y.XmlElement('paragraph')), hostile));
}

function added(parent, child) {
  parent.push([child]);
  return child;
}

function write(parent, node) {
  if (node.type === 'text') {
    const marks = Object.fromEntries((node.marks ?? []).map((mark) => [mark.type, mark.attrs ?? {}]));
    added(parent, new Y.XmlText()).insert(0, node.text, marks);
    return;
  }
  const element = added(parent, new Y.XmlElement(node.type));
  Object.entries(node.attrs).forEach(([name, value]) => element.setAttribute(name, value));
  node.content.forEach((child) => write(element, child));
}

/** What no editor writes: objects within a text, marks without attributes, digests in the names of marks. */
function writeObjects(paragraph, hostile) {
  const text = added(paragraph, new Y.XmlText());
  text.insertEmbed(0, { html: hostile, image: hostile });
  text.insert(1, hostile, { [`${hostile}--AAAAAAAA`]: hostile, link: hostile, bold: hostile });
  text.insert(text.length, hostile, { 'link--AAAAAAAA': { href: hostile }, ychange: { user: hostile, type: hostile } });
  text.setAttribute('onclick', hostile);
}
