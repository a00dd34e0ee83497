/**
 * The text form that fixtures and the driver share: one fact a line, a word that says what it is, then its values
 * separated by spaces. Bytes are base64, text is percent-encoded; an empty line ends a record.
 */
import { base64 } from './replica.mjs'

const word = value => value instanceof Uint8Array ? base64(value) : encodeURIComponent(String(value))

export const line = (name, ...values) => [name, ...values.map(word)].join(' ') + '\n'

/** A record of what any implementation must answer after the given updates. */
export const expectation = ({ updates, carriers = [], checkpoints = [], state, stateVector, content, diffs = [], operations = 0, drawn = new Map() }) =>
  updates.map(update => line('update', update)).join('') +
  carriers.map(update => line('carrier', update)).join('') +
  checkpoints.map(([count, bytes]) => line('checkpoint', count, bytes)).join('') +
  line('state', state) +
  line('vector', stateVector) +
  line('content', content) +
  diffs.map(([vector, diff]) => line('diff', vector, diff)).join('') +
  (operations > 0 ? line('operations', operations) : '') +
  [...drawn].map(([kind, times]) => line('drawn', kind, times)).join('')
