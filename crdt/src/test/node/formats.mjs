/**
 * Commands of the live oracle about formats (see driver.mjs):
 *
 *   v2of <update>...             one line `update` each: yjs's conversion of v1 to v2
 *   v1of <update>...             one line `update` each: yjs's conversion of v2 to v1
 *   statev2 <vector> <update>... what a document with these v1 updates answers in v2, after loading it from its state
 *   loadv2 <update>...           state (v1), content and pending of a document with these v2 updates
 *   mergev2 <update>...          one line `update`: yjs's own merge of v2 updates
 *   diffv2 <update> <vector>     one line `update`: yjs's own difference of a v2 update
 *   vectorv2 <update>            one line `vector`: yjs's own state vector of a v2 update
 *   history <seed> <operations> <profile>   snapshots, relative positions, filtered collection (see history.mjs)
 */
import * as Y from 'yjs'
import { history } from './history.mjs'
import { line } from './lines.mjs'
import { outline } from './outline.mjs'
import { fromBase64, loaded, newDoc, normalForm } from './replica.mjs'

export const formats = {
  history: ([seed, operations, profile]) => history(Number(seed), Number(operations), profile),
  v2of: updates => updates.map(update => line('update', Y.convertUpdateFormatV1ToV2(fromBase64(update)))).join(''),
  v1of: updates => updates.map(update => line('update', Y.convertUpdateFormatV2ToV1(fromBase64(update)))).join(''),
  statev2: ([vector, ...updates]) => {
    const normal = loaded([normalForm(loaded(updates.map(fromBase64)))])
    return line('update', Y.encodeStateAsUpdateV2(normal, fromBase64(vector)))
  },
  loadv2: updates => {
    const doc = newDoc()
    updates.forEach(update => Y.applyUpdateV2(doc, fromBase64(update)))
    return line('state', normalForm(doc)) + line('content', outline(doc)) + line('pending', doc.store.pendingStructs !== null)
  },
  mergev2: updates => line('update', Y.mergeUpdatesV2(updates.map(fromBase64))),
  diffv2: ([update, vector]) => line('update', Y.diffUpdateV2(fromBase64(update), fromBase64(vector))),
  vectorv2: ([update]) => line('vector', Y.encodeStateVectorFromUpdateV2(fromBase64(update)))
}
