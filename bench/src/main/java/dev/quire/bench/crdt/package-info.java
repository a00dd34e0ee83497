/**
 * The CRDT's cases of {@code ./scripts/bench crdt}: the same work that {@code bench/node/crdt} does
 * in yjs and ywasm, case by case and file by file, down to the random numbers.
 *
 * <p>{@link dev.quire.bench.crdt.Child} runs one case in a process of its own and writes figures
 * and digests of what came out; the script compares both. A case prepares what it works on, does
 * its work again and again, and may say what memory is to be measured of. Nothing here is shipped.
 *
 * <p>One thread.
 */
@NullMarked
package dev.quire.bench.crdt;

import org.jspecify.annotations.NullMarked;
