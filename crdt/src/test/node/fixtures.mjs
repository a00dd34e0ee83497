/**
 * Writes the fixtures: `npm run fixtures`. The output is committed; it changes only with the scenarios or with yjs.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import * as Y from 'yjs'
import { expectation, line } from './lines.mjs'
import { outline } from './outline.mjs'
import { PROFILES } from './operations.mjs'
import { run } from './program.mjs'
import { loaded, normalForm } from './replica.mjs'
import { Session, THEMES } from './scenarios.mjs'
import { traceFixtures } from './traces.mjs'

const FOLDER = new URL('../resources/fixtures/', import.meta.url)

const played = scenario => {
  const session = new Session()
  scenario(session)
  const doc = loaded([...session.updates, ...session.late])
  const normal = loaded([normalForm(doc)])
  const vectors = [new Uint8Array([0]), Y.encodeStateVector(normal)]
  session.updates.slice(0, 6).forEach(update => vectors.push(Y.encodeStateVectorFromUpdate(update)))
  const early = loaded(session.updates)
  return session.updates.map(update => line('update', update)).join('') +
    session.carriers.map(update => line('carrier', update)).join('') +
    session.late.map(update => line('late', update)).join('') +
    (session.late.length > 0 ? line('early', Y.encodeStateVector(early), outline(early), Y.encodeStateAsUpdate(early)) : '') +
    line('state', Y.encodeStateAsUpdate(normal)) +
    line('vector', Y.encodeStateVector(normal)) +
    line('content', outline(normal)) +
    vectors.map(vector => line('diff', vector, Y.encodeStateAsUpdate(normal, vector))).join('')
}

mkdirSync(FOLDER, { recursive: true })
for (const [theme, cases] of Object.entries(THEMES)) {
  const records = Object.entries(cases).map(([name, scenario]) => line('case', name) + played(scenario))
  writeFileSync(new URL(theme + '.txt', FOLDER), records.join('\n'))
}
const programs = Object.keys(PROFILES).flatMap(profile => [1, 2].map(seed =>
  line('case', `random ${profile} ${seed}`) + expectation({ ...run(seed, 40, profile), operations: 0, drawn: [] })))
writeFileSync(new URL('programs.txt', FOLDER), programs.join('\n'))
writeFileSync(new URL('traces.txt', FOLDER), traceFixtures())
