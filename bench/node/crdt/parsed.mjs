// What the suite does with an encoded document in every case: load it, read it, hold it.
const LOADER = 0x5eedffff

/** `state()` encodes the document that memory is measured of. */
export const parsed = (engine, state, read) => {
  let held = null
  const load = bytes => {
    const replica = engine.replica(LOADER)
    replica.apply(bytes)
    return replica
  }
  return {
    hold: () => {
      held ??= state()
      const replica = load(held)
      read(replica)
      return replica
    },
    iterate: (it, bytes) => {
      it.add('docSize', bytes.length)
      const [replica, content] = it.timeOften('parseTime', () => {
        const replica = load(bytes)
        return [replica, read(replica)]
      })
      it.prove('parsed', () => content)
      it.prove('bytes', () => replica.encode())
      replica.close()
    }
  }
}
