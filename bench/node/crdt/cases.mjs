import { editingTraceCases } from './editing-trace.mjs'
import { manyWriterCases } from './many-writers.mjs'
import { oneWriterCases } from './one-writer.mjs'
import { traceCases } from './trace-cases.mjs'
import { twoWriterCases } from './two-writers.mjs'

/**
 * All cases by name. A case is made of `{ engine, folder, traces, n, seed }` and is null where the engine can't do it;
 * `iterate(measurement)` runs it once, `hold()` makes what memory is measured of, `copies` times.
 */
export const CASES = { ...traceCases, ...oneWriterCases, ...twoWriterCases, ...manyWriterCases, ...editingTraceCases }
