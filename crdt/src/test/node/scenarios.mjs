/**
 * Hand-written cases by theme. A case is a function that plays a story on a Session and may leave updates for later
 * (`late`), in which case the first part of the story is checked with things pending.
 */
import * as Y from 'yjs'
import { newDoc } from './replica.mjs'

/** Replicas of one document whose updates are collected in the order of their making. */
export class Session {
  constructor () {
    this.updates = []
    this.carriers = []
    this.late = []
    this.docs = new Map()
  }

  /** The replica of a client; it sees only what `sync` or `give` brings it. */
  doc (clientID) {
    if (!this.docs.has(clientID)) {
      const doc = newDoc()
      doc.clientID = clientID
      doc.on('update', (update, _origin, _doc, transaction) => { if (transaction.local) this.updates.push(update) })
      this.docs.set(clientID, doc)
    }
    return this.docs.get(clientID)
  }

  /** Brings all replicas to the same state. */
  sync () {
    for (const to of this.docs.values()) this.updates.forEach(update => Y.applyUpdate(to, update))
  }

  /** Keeps back the updates with these indices until the rest has been checked. */
  keepBack (...indices) {
    this.late = indices.map(i => this.updates[i])
    this.updates = this.updates.filter((_, i) => !indices.includes(i))
  }
}

const text = doc => doc.getText('t')
const array = doc => doc.getArray('a')
const map = doc => doc.getMap('m')
const xml = doc => doc.getXmlFragment('x')

const permutations = list => list.length < 2
  ? [list]
  : list.flatMap((head, i) => permutations([...list.slice(0, i), ...list.slice(i + 1)]).map(tail => [head, ...tail]))

const oldJson = (type, values, parentSub = null) => type.doc.transact(transaction => {
  let last = parentSub === null ? type._start : null
  while (last !== null && last.right !== null) last = last.right
  const id = Y.createID(type.doc.clientID, Y.getState(type.doc.store, type.doc.clientID))
  new Y.Item(id, last, last && last.lastId, null, null, type, parentSub, new Y.ContentJSON(values)).integrate(transaction, 0)
})

const contents = {
  'plain text': s => text(s.doc(1)).insert(0, 'hello'),
  'numbers at the borders of their encodings': s => array(s.doc(1)).push([
    0, -0, 1, -1, 63, 64, -63, -64, 127, 128, 8191, 8192, 2147483647, 2147483648, -2147483647, -2147483648, 4294967296,
    Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 53, 2 ** 60, 0.5, 0.1, 1e21, 1e-7, 3.4028234663852886e38, NaN, Infinity,
    -Infinity, Number.MIN_VALUE, Number.MAX_VALUE
  ]),
  'every kind of value': s => array(s.doc(1)).push([
    null, true, false, '', 'a"\\\n\u0000', {}, [], [undefined, null, 5n, -9223372036854775808n, 9223372036854775807n],
    { b: 1, a: { 2: 'two', 1: 'one', x: [new Uint8Array([1, 2, 255])] } }
  ]),
  'keys that JavaScript sorts as indices': s => map(s.doc(1)).set('o', { b: 0, 10: 1, 9: 2, '01': 3, 4294967294: 4, 4294967295: 5, '-1': 6 }),
  binary: s => array(s.doc(1)).push([new Uint8Array([]), Uint8Array.from({ length: 300 }, (_, i) => i & 255)]),
  'old JSON content': s => { oldJson(array(s.doc(1)), [1, 'two', { three: [3, null] }, undefined]); oldJson(array(s.doc(1)), [false]) },
  'old JSON content in a map': s => oldJson(map(s.doc(1)), [{ a: 1 }], 'k'),
  embeds: s => { text(s.doc(1)).insertEmbed(0, { image: 'a.png', width: 1.5 }); text(s.doc(1)).insertEmbed(1, { list: [1, 'ä', null, true] }) },
  'every shared type': s => array(s.doc(1)).push([
    new Y.Array(), new Y.Map(), new Y.Text('in'), new Y.XmlElement('p'), new Y.XmlFragment(), new Y.XmlHook('h'), new Y.XmlText('x')
  ]),
  subdocuments: s => {
    map(s.doc(1)).set('plain', new Y.Doc({ guid: 'one' }))
    map(s.doc(1)).set('full', new Y.Doc({ guid: 'two', autoLoad: true, gc: false, meta: { title: 'é', n: [1, 2] } }))
    array(s.doc(1)).push([new Y.Doc({ guid: 'three', meta: 7 })])
    map(s.doc(1)).delete('plain')
  },
  'roots of odd names': s => {
    s.doc(1).getText('').insert(0, 'empty name')
    s.doc(1).getMap('ключ \u0000 😀').set('', 1)
  },
  'large client ids': s => {
    text(s.doc(Number.MAX_SAFE_INTEGER)).insert(0, 'max')
    text(s.doc(4294967296)).insert(0, 'past 32 bits')
    text(s.doc(2147483648)).insert(0, 'past 31 bits')
    text(s.doc(0)).insert(0, 'zero')
    s.sync()
    text(s.doc(Number.MAX_SAFE_INTEGER)).insert(2, '!')
  },
  'an empty document': () => {}
}

const formatting = {
  'overlapping marks': s => {
    text(s.doc(1)).insert(0, 'the quick brown fox')
    text(s.doc(1)).format(4, 11, { bold: true })
    text(s.doc(1)).format(10, 9, { italic: true, bold: null })
    text(s.doc(1)).format(0, 19, { link: { href: 'http://a' } })
    text(s.doc(1)).format(2, 5, { link: null })
  },
  'concurrent marks of one kind': s => {
    text(s.doc(1)).insert(0, 'abcdef'); s.doc(2); s.doc(3); s.sync()
    text(s.doc(1)).format(0, 4, { bold: true })
    text(s.doc(2)).format(2, 4, { bold: true })
    text(s.doc(3)).format(1, 3, { bold: null, color: 'red' })
    s.sync()
    text(s.doc(2)).insert(3, 'XY')
  },
  'marks around a deletion': s => {
    text(s.doc(1)).insert(0, 'abcdefgh'); s.doc(2); s.sync()
    text(s.doc(1)).format(2, 4, { bold: true })
    text(s.doc(2)).delete(1, 5)
    s.sync()
    text(s.doc(1)).insert(1, 'z', { bold: true })
  },
  'embeds with marks, and attributes of the text': s => {
    text(s.doc(1)).insert(0, 'ab')
    text(s.doc(1)).insertEmbed(1, { hr: true }, { bold: true })
    text(s.doc(1)).insertEmbed(0, new Y.Map([['k', 1]]))
    text(s.doc(1)).setAttribute('align', 'left'); text(s.doc(1)).setAttribute('align', { to: 'right' }); text(s.doc(1)).setAttribute('gone', 1)
    text(s.doc(1)).removeAttribute('gone')
  },
  'a delta': s => text(s.doc(1)).applyDelta([
    { insert: 'one ' }, { insert: 'two', attributes: { bold: true } }, { insert: '\n', attributes: { list: 'bullet' } }, { insert: { embed: 1 } }
  ])
}

const collections = {
  'a map overwritten and emptied': s => {
    const m = map(s.doc(1)); m.set('a', 1); m.set('a', 2); m.set('b', 'x'); m.delete('b'); m.set('b', null); m.set('c', 1); m.delete('c')
  },
  'concurrent writes of one key': s => {
    map(s.doc(1)).set('k', 0); s.doc(2); s.doc(3); s.sync()
    map(s.doc(1)).set('k', 1); map(s.doc(2)).set('k', 2); map(s.doc(3)).delete('k'); map(s.doc(2)).set('k', 22)
    s.sync()
    map(s.doc(1)).set('k', 'last')
  },
  'nested collections': s => {
    map(s.doc(1)).set('list', Y.Array.from([1, new Y.Map([['deep', Y.Array.from(['x'])]])]))
    s.doc(2); s.sync()
    map(s.doc(2)).get('list').get(1).get('deep').push(['y'])
    map(s.doc(1)).get('list').insert(0, ['first'])
  },
  'a collection overwritten while another edits inside it': s => {
    map(s.doc(1)).set('k', new Y.Map([['a', 1]])); s.doc(2); s.sync()
    map(s.doc(1)).set('k', 'gone')
    map(s.doc(2)).get('k').set('b', new Y.Text('late'))
    map(s.doc(2)).get('k').set('a', 2)
  },
  'array deletes across items': s => {
    array(s.doc(1)).push([1, 2, 3, 4]); array(s.doc(1)).push([5, 6]); s.doc(2); s.sync()
    array(s.doc(1)).delete(1, 4); array(s.doc(2)).insert(3, ['mid']); array(s.doc(2)).delete(0, 2)
  }
}

const xmls = {
  'a small page': s => {
    const p = new Y.XmlElement('p'); p.setAttribute('class', 'lead'); p.insert(0, [new Y.XmlText('hello'), new Y.XmlElement('br')])
    xml(s.doc(1)).push([p, new Y.XmlHook('custom'), new Y.XmlText('tail')])
    xml(s.doc(1)).get(2).format(0, 2, { em: {} })
    p.setAttribute('class', 'x'); p.setAttribute('level', 2); p.removeAttribute('level')
  },
  'a paragraph split while another types': s => {
    xml(s.doc(1)).push([new Y.XmlElement('p')]); xml(s.doc(1)).get(0).push([new Y.XmlText('hello world')]); s.doc(2); s.sync()
    s.doc(1).transact(() => {
      xml(s.doc(1)).get(0).get(0).delete(5, 6)
      const p = new Y.XmlElement('p'); p.insert(0, [new Y.XmlText(' world')]); xml(s.doc(1)).push([p])
    })
    xml(s.doc(2)).get(0).get(0).insert(8, 'X')
  },
  'an element deleted while another types inside': s => {
    xml(s.doc(1)).push([new Y.XmlElement('p'), new Y.XmlElement('q')]); s.doc(2); s.sync()
    xml(s.doc(1)).delete(0, 1)
    xml(s.doc(2)).get(0).push([new Y.XmlText('too late')]); xml(s.doc(2)).get(0).setAttribute('id', '1')
  }
}

const unicode = {
  'characters of every width': s => { text(s.doc(1)).insert(0, 'aé漢😀'); text(s.doc(1)).insert(2, '👩‍👩‍👧'); text(s.doc(1)).insert(0, '\ufeffbom\u0000') },
  'an insert into a surrogate pair': s => { text(s.doc(1)).insert(0, 'a😀b'); s.doc(2); s.sync(); text(s.doc(2)).insert(2, 'x') },
  'half of a surrogate pair deleted': s => { text(s.doc(1)).insert(0, 'a😀b'); s.doc(2); s.sync(); text(s.doc(2)).delete(2, 1) },
  'a lone surrogate': s => text(s.doc(1)).insert(0, 'a\ud83db\ude00c'),
  'both halves of a pair deleted by different people': s => {
    text(s.doc(1)).insert(0, '1😀2'); s.doc(2); s.sync(); text(s.doc(1)).delete(1, 1); text(s.doc(2)).delete(2, 1)
  }
}

const conflicts = {
  ...Object.fromEntries(permutations([1, 2, 3]).map(order => [`three insert at one place, in the order ${order}`, s => {
    text(s.doc(9)).insert(0, 'ab'); [1, 2, 3].forEach(c => s.doc(c)); s.sync()
    order.forEach(c => { text(s.doc(c)).insert(1, String(c)); text(s.doc(c)).insert(2, String(c).repeat(2)) })
  }])),
  'chains that interleave': s => {
    [5, 6, 7].forEach(c => { s.doc(c) })
    for (let round = 0; round < 4; round++) {
      [5, 6, 7].forEach(c => { text(s.doc(c)).insert(0, `${c}${round}`); text(s.doc(c)).insert(text(s.doc(c)).length, `${round}`) })
      if (round % 2 === 1) s.sync()
    }
  },
  'typing backwards against typing forwards': s => {
    s.doc(1); s.doc(2)
    for (let i = 0; i < 8; i++) { text(s.doc(1)).insert(0, String(i)); text(s.doc(2)).insert(i, 'abcdefgh'[i]) }
  },
  'two people offline for long': s => {
    text(s.doc(1)).insert(0, 'shared start'); s.doc(2); s.sync()
    for (let i = 0; i < 60; i++) {
      text(s.doc(1)).insert((i * 7) % (text(s.doc(1)).length + 1), `a${i}`)
      text(s.doc(2)).insert((i * 5) % (text(s.doc(2)).length + 1), `b${i}`)
      if (i % 5 === 0) { text(s.doc(1)).delete(i % 7, 3); text(s.doc(2)).delete(i % 11, 4) }
    }
  }
}

const collected = {
  'typing and taking it back': s => { for (let i = 0; i < 10; i++) text(s.doc(1)).insert(i, 'x'); text(s.doc(1)).delete(0, 10) },
  'a tree deleted after its leaves': s => {
    map(s.doc(1)).set('k', new Y.Map()); const m = map(s.doc(1)).get('k')
    m.set('a', 1); m.set('a', 2); m.set('a', new Y.Text('deep')); m.get('a').delete(1, 2); m.set('b', 3); m.delete('b')
    map(s.doc(1)).delete('k')
  },
  'entries overwritten before their map is deleted': s => {
    map(s.doc(1)).set('k', new Y.Map()); const m = map(s.doc(1)).get('k')
    m.set('a', 1); m.set('b', 1); map(s.doc(1)).set('else', 1); m.set('a', 2); m.set('b', 2)
    map(s.doc(1)).delete('k')
  },
  'neighbours of deleted content': s => {
    text(s.doc(1)).insert(0, 'abcdefgh'); text(s.doc(1)).delete(2, 1); text(s.doc(1)).delete(4, 1); text(s.doc(1)).delete(2, 3); text(s.doc(1)).insert(2, 'Z')
  },
  'undo and redo': s => {
    const undo = new Y.UndoManager(text(s.doc(1)), { captureTimeout: 0 })
    text(s.doc(1)).insert(0, 'abc'); text(s.doc(1)).insert(3, 'def'); text(s.doc(1)).delete(1, 3)
    undo.undo(); undo.undo(); undo.redo(); undo.redo(); undo.undo()
    s.doc(2); s.sync(); text(s.doc(2)).insert(2, 'X'); s.sync(); undo.undo()
  },
  'undo of a deleted tree': s => {
    const undo = new Y.UndoManager(xml(s.doc(1)), { captureTimeout: 0 })
    xml(s.doc(1)).push([new Y.XmlElement('p')]); xml(s.doc(1)).get(0).push([new Y.XmlText('in')]); xml(s.doc(1)).delete(0, 1)
    undo.undo(); xml(s.doc(1)).get(0).get(0).insert(0, 'again '); undo.undo(); undo.undo(); undo.redo()
  }
}

const pending = {
  'the middle of typing is missing': s => { for (let i = 0; i < 6; i++) text(s.doc(1)).insert(i, 'abcdef'[i]); s.keepBack(2, 3) },
  'a deletion before what it deletes': s => { text(s.doc(1)).insert(0, 'abc'); s.doc(2); s.sync(); text(s.doc(2)).delete(1, 1); s.keepBack(0) },
  'a deletion half known': s => {
    text(s.doc(1)).insert(0, 'abc'); text(s.doc(1)).insert(3, 'def'); s.doc(2); s.sync(); text(s.doc(2)).delete(1, 4); s.keepBack(1)
  },
  'a child before its parent': s => {
    map(s.doc(1)).set('k', new Y.Array()); s.doc(2); s.sync(); map(s.doc(2)).get('k').push([1, 2]); s.sync(); map(s.doc(1)).get('k').push([3]); s.keepBack(0)
  },
  'a chain over three clients': s => {
    text(s.doc(1)).insert(0, 'a'); s.doc(2); s.doc(3); s.sync(); text(s.doc(2)).insert(1, 'b'); s.sync(); text(s.doc(3)).insert(2, 'c'); s.sync()
    text(s.doc(1)).insert(3, 'd'); s.sync(); text(s.doc(2)).delete(0, 2); s.keepBack(1)
  },
  'everything but the beginning': s => { for (let i = 0; i < 5; i++) array(s.doc(i % 2 + 1)).insert(0, [i]); s.sync(); array(s.doc(1)).delete(1, 3); s.keepBack(0, 1) }
}

const carriers = {
  'merged with a gap': s => {
    for (let i = 0; i < 6; i++) text(s.doc(1)).insert(i, 'abcdef'[i])
    s.carriers = [Y.mergeUpdates([s.updates[0], s.updates[2], s.updates[5]]), Y.mergeUpdates([s.updates[1], s.updates[4]]), s.updates[3]]
  },
  'the state of a document with gaps': s => {
    for (let i = 0; i < 8; i++) { text(s.doc(1)).insert(0, `${i}`); text(s.doc(2)).insert(0, `${i}`) }
    text(s.doc(1)).delete(2, 3)
    const holey = newDoc(); s.updates.filter((_, i) => i % 3 !== 1).forEach(update => Y.applyUpdate(holey, update))
    s.carriers = [Y.encodeStateAsUpdate(holey), Y.mergeUpdates(s.updates.filter((_, i) => i % 3 === 1))]
  },
  'overlapping states': s => {
    text(s.doc(1)).insert(0, 'abc'); const first = Y.encodeStateAsUpdate(s.doc(1))
    text(s.doc(1)).insert(3, 'd😀f'); text(s.doc(1)).delete(1, 1); const second = Y.encodeStateAsUpdate(s.doc(1))
    array(s.doc(1)).push([1, 2]); array(s.doc(1)).push([3]); const third = Y.encodeStateAsUpdate(s.doc(1), Y.encodeStateVectorFromUpdate(first))
    s.carriers = [third, second, first, Y.mergeUpdates([third, second]), Y.diffUpdate(second, Y.encodeStateVectorFromUpdate(first))]
  },
  'a difference from within an item': s => {
    text(s.doc(1)).insert(0, 'abcdefgh'); const all = Y.encodeStateAsUpdate(s.doc(1))
    s.carriers = [all, ...[1, 3, 7].map(clock => Y.diffUpdate(all, Uint8Array.of(1, 1, clock)))]
  }
}

/** Theme to its cases. */
export const THEMES = { contents, formatting, collections, xml: xmls, unicode, conflicts, collected, pending, carriers }
