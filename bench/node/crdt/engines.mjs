// The libraries behind one interface. `replica(client, onUpdate)` is an editable document with a text, an array and a
// map; each of its edits is a transaction of its own, and an update, unless `transact` is around it.

class YjsReplica {
  constructor (Y, client, onUpdate) {
    this.Y = Y
    this.doc = new Y.Doc()
    this.doc.clientID = client
    this.text = this.doc.getText('text')
    this.array = this.doc.getArray('array')
    this.map = this.doc.getMap('map')
    if (onUpdate) this.doc.on('update', (update, _origin, _doc, transaction) => { if (transaction.local) onUpdate(update) })
  }

  transact (edits) { this.doc.transact(edits) }
  insertText (index, text) { this.text.insert(index, text) }
  deleteText (index, length) { this.text.delete(index, length) }
  insertArray (index, values) { this.array.insert(index, values) }
  setMap (key, value) { this.map.set(key, value) }
  readText () { return this.text.toString() }
  readArray () { return this.array.toJSON() }
  readMap () { return this.map.toJSON() }
  apply (update) { this.Y.applyUpdate(this.doc, update) }
  applyAll (updates) { this.doc.transact(() => { for (const update of updates) this.Y.applyUpdate(this.doc, update) }, null, false) }
  encode () { return this.Y.encodeStateAsUpdate(this.doc) }
  close () { }
}

class YwasmReplica {
  constructor (Y, client, onUpdate) {
    this.Y = Y
    this.doc = new Y.YDoc({ clientID: client })
    this.text = this.doc.getText('text')
    this.array = this.doc.getArray('array')
    this.map = this.doc.getMap('map')
    this.transaction = undefined
    this.remote = false
    if (onUpdate) this.doc.onUpdate(update => { if (!this.remote) onUpdate(update) })
  }

  transact (edits) {
    this.transaction = this.doc.beginTransaction(null)
    try {
      edits()
    } finally {
      this.transaction.free()
      this.transaction = undefined
    }
  }

  insertText (index, text) { this.text.insert(index, text, null, this.transaction) }
  deleteText (index, length) { this.text.delete(index, length, this.transaction) }
  insertArray (index, values) { this.array.insert(index, values, this.transaction) }
  setMap (key, value) { this.map.set(key, value, this.transaction) }
  readText () { return this.text.toString(undefined) }
  readArray () { return this.array.toJson(undefined) }
  readMap () { return this.map.toJson(undefined) }

  apply (update) {
    this.remote = true
    this.Y.applyUpdate(this.doc, update, null)
    this.remote = false
  }

  applyAll (updates) {
    this.remote = true
    this.transact(() => { for (const update of updates) this.transaction.applyV1(update) })
    this.remote = false
  }

  encode () { return this.Y.encodeStateAsUpdate(this.doc) }
  close () { this.doc.free() }
}

const ENGINES = {
  yjs: async () => {
    const Y = await import('yjs')
    return {
      replica: (client, onUpdate) => new YjsReplica(Y, client, onUpdate),
      // A document that only takes updates, without listeners: what a server holds.
      document: () => new Y.Doc(),
      apply: (doc, update) => Y.applyUpdate(doc, update),
      text: doc => doc.getText('text').toString(),
      encode: doc => Y.encodeStateAsUpdate(doc),
      close: () => {},
      mergeUpdates: Y.mergeUpdates,
      diffUpdate: Y.diffUpdate,
      stateVectorOf: Y.encodeStateVectorFromUpdate
    }
  },
  ywasm: async () => {
    const { default: Y } = await import('ywasm')
    return {
      replica: (client, onUpdate) => new YwasmReplica(Y, client, onUpdate),
      document: () => new Y.YDoc({}),
      apply: (doc, update) => Y.applyUpdate(doc, update, null),
      text: doc => doc.getText('text').toString(undefined),
      encode: doc => Y.encodeStateAsUpdate(doc),
      close: doc => doc.free()
    }
  }
}

export const engine = name => ENGINES[name]()
