// Tiptap itself, with a DOM to stand on: its schema, and how it reads and writes a Yjs document and HTML.
import { Window } from 'happy-dom'
import * as Y from 'yjs'

const window = new Window()
for (const name of ['window', 'document', 'Node', 'Element', 'HTMLElement', 'DOMParser', 'MutationObserver']) {
  globalThis[name] = name === 'window' ? window : window[name]
}

const { getSchema } = await import('@tiptap/core')
const { DOMParser, DOMSerializer } = await import('@tiptap/pm/model')
const { prosemirrorToYXmlFragment, yXmlFragmentToProseMirrorRootNode } = await import('@tiptap/y-tiptap')
const { StarterKit } = await import('@tiptap/starter-kit')
const { TableKit } = await import('@tiptap/extension-table')
const { TaskItem, TaskList } = await import('@tiptap/extension-list')
const { Image } = await import('@tiptap/extension-image')
const { Mention } = await import('@tiptap/extension-mention')
const { Subscript } = await import('@tiptap/extension-subscript')
const { Superscript } = await import('@tiptap/extension-superscript')
const { Highlight } = await import('@tiptap/extension-highlight')

export const schema = getSchema([
  StarterKit, TableKit, TaskList, TaskItem.configure({ nested: true }), Image, Mention, Subscript, Superscript, Highlight
])

/** A document as Tiptap takes it; throws where its schema doesn't allow it. */
export const node = json => {
  const made = schema.nodeFromJSON(json)
  made.check()
  return made
}

/** With every attribute that the schema has, and marks in its order. */
export const whole = json => node(json).toJSON()

export const write = (json, doc = new Y.Doc()) => {
  prosemirrorToYXmlFragment(node(json), doc.getXmlFragment('default'))
  return doc
}

export const read = doc => yXmlFragmentToProseMirrorRootNode(doc.getXmlFragment('default'), schema).toJSON()

export const element = html => {
  const body = window.document.createElement('div')
  body.innerHTML = html
  return body
}

export const parse = html => DOMParser.fromSchema(schema).parse(element(html)).toJSON()

export const toHtml = json => {
  const body = window.document.createElement('div')
  body.append(DOMSerializer.fromSchema(schema).serializeFragment(node(json).content, { document: window.document }))
  return body.innerHTML
}
