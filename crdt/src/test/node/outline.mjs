/**
 * A document's content as one line of ASCII that both yjs and Quire can write, so that contents compare as strings.
 *
 * Object keys are sorted by UTF-16 unit; integers are decimal, other numbers the hex of their IEEE 754 bits; strings
 * are quoted, with everything outside printable ASCII as \uXXXX per UTF-16 unit; binaries are hex in angle brackets.
 */
import * as Y from 'yjs'

/** The roots that random programs write to, and the kind of each. */
export const ROOTS = [['text', 't'], ['array', 'a'], ['map', 'm'], ['xml', 'x']]

export const root = (doc, kind, name) => {
  switch (kind) {
    case 'text': return doc.getText(name)
    case 'array': return doc.getArray(name)
    case 'map': return doc.getMap(name)
    case 'xml': return doc.getXmlFragment(name)
    default: throw new Error('unknown kind of root type: ' + kind)
  }
}

export const outline = (doc, roots = ROOTS) =>
  roots.map(([kind, name]) => quote(name) + ':' + type(root(doc, kind, name))).join(';')

const type = t => {
  // XML text before text and hook before map: each is a subclass of the other
  if (t instanceof Y.XmlText) return 'xmltext' + attributesOf(t) + delta(t)
  if (t instanceof Y.Text) return 'text' + attributesOf(t) + delta(t)
  if (t instanceof Y.XmlHook) return 'hook' + quote(t.hookName) + object(Object.fromEntries(t.entries()))
  if (t instanceof Y.Map) return 'map' + object(Object.fromEntries(t.entries()))
  if (t instanceof Y.Array) return 'array' + list(t.toArray())
  if (t instanceof Y.XmlElement) return 'element' + quote(t.nodeName) + attributesOf(t) + list(t.toArray())
  if (t instanceof Y.XmlFragment) return 'fragment' + list(t.toArray())
  throw new Error('unknown shared type')
}

const attributesOf = t => object(t.getAttributes())

const delta = t => deltaOutline(t.toDelta())

/** The inserts of a delta, without what is in types. */
export const shallowDelta = ops => deltaOutline(ops.map(op => op.insert instanceof Y.AbstractType ? { ...op, insert: 'type' } : op))

const deltaOutline = ops => '[' + ops.map(op =>
  value(op.insert) + (op.attributes === undefined ? '' : object(op.attributes))).join(',') + ']'

const list = values => '[' + values.map(value).join(',') + ']'

const object = o => '{' + Object.keys(o).sort().map(key => quote(key) + ':' + value(o[key])).join(',') + '}'

const value = v => {
  if (v === null) return 'null'
  switch (typeof v) {
    case 'undefined': return 'undefined'
    case 'boolean': return String(v)
    case 'number': return number(v)
    case 'bigint': return v + 'n'
    case 'string': return quote(v)
  }
  if (v instanceof Uint8Array) return '<' + Buffer.from(v).toString('hex') + '>'
  if (Array.isArray(v)) return list(v)
  if (v instanceof Y.Doc) return 'doc' + quote(v.guid)
  if (v instanceof Y.AbstractType) return type(v)
  return object(v)
}

// One NaN for all: which bits of it an engine keeps is its own affair.
const number = n => {
  if (Number.isNaN(n)) return 'f7ff8000000000000'
  if (Number.isSafeInteger(n) && !Object.is(n, -0)) return String(n)
  const bits = Buffer.alloc(8)
  bits.writeDoubleBE(n)
  return 'f' + bits.toString('hex')
}

const quote = s => {
  let out = '"'
  for (let i = 0; i < s.length; i++) {
    const unit = s.charCodeAt(i)
    out += unit < 0x20 || unit > 0x7e || unit === 0x22 || unit === 0x5c
      ? '\\u' + unit.toString(16).padStart(4, '0')
      : s[i]
  }
  return out + '"'
}

export { quote, value as plain }
