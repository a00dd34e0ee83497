// What a server holds for those who are connected, by its metrics, and its heap when nothing in it is garbage.
import { execFileSync } from 'node:child_process'

const HELD = /^quire_edge_held\{of="(\w+)"\} (\S+)$/

/** Documents, sessions, joins under way and the like, by name; with the sockets, and those of strangers among them. */
export const held = async server => {
  const all = {}
  for (const line of (await server.metrics()).split('\n')) {
    const [, what, number] = HELD.exec(line) ?? /^quire_edge_(sockets|sockets_unauthenticated) (\S+)$/.exec(line) ?? []
    if (what) all[what] = Number(number)
  }
  return all
}

/** Megabytes of heap after a full collection; needs a JDK's jcmd. */
export const collected = async server => {
  execFileSync('jcmd', [String(server.pid), 'GC.run'], { stdio: 'ignore' })
  return (await server.memory()).heap
}
