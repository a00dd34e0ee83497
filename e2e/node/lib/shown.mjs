// HTML as what it shows, so that two ways of writing one document can be compared. What is left out or written
// in one way, because Tiptap and Quire differ in it and nobody sees it: the order of attributes and of marks
// around one text; spans of one cell; columns' and tables' styles; whether a checkbox can be clicked, and the
// empty span behind it; the sign with which a mention is typed.
import { element } from './tiptap.mjs'

const marks = new Set(['a', 'strong', 'em', 's', 'u', 'mark', 'sub', 'sup', 'code'])
const unseen = new Set(['style', 'disabled', 'data-mention-suggestion-char'])

export const shown = html => children(element(html))

const children = parent => {
  const list = []
  walk(parent, [], list)
  return list
}

const walk = (parent, around, list) => {
  for (const child of parent.childNodes) {
    const tag = child.localName
    if (child.nodeType === 3) addText(list, child.data, around)
    else if (marks.has(tag) && parent.localName !== 'pre') walk(child, [...around, JSON.stringify([tag, attributes(child)])], list)
    else if (tag !== 'colgroup' && !(tag === 'span' && child.attributes.length === 0)) list.push([tag, attributes(child), children(child)])
  }
}

const addText = (list, text, around) => {
  const marked = [...around].sort().join()
  const last = list.at(-1)
  if (last?.marked === marked) last.text += text
  else list.push({ text, marked })
}

const attributes = ({ attributes }) => {
  const named = [...attributes].map(({ name, value }) => [name, name === 'checked' ? '' : value])
  return named.filter(([name, value]) => !unseen.has(name) && !(/span$/.test(name) && value === '1')).sort()
}
