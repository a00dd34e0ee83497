/**
 * lib0's binary encoding, on which update format v1 is built: variable-length integers, UTF-8
 * strings, self-describing values, and the JSON texts that v1 carries inside strings.
 *
 * <p>Pure functions over byte arrays. The reader is the first line against hostile input: it bounds
 * every declared length by the bytes that are really there, every integer by 2^53 - 1 and every
 * nesting by {@link dev.quire.crdt.lib0.AnyCodec#MAX_DEPTH}. Nothing here knows of documents. Where
 * JavaScript has habits of its own (order of an object's keys, the printing of numbers, unpaired
 * surrogates) they are kept, for the bytes have to be those that yjs writes.
 *
 * <p>Readers and writers belong to one thread at a time.
 */
@NullMarked
package dev.quire.crdt.lib0;

import org.jspecify.annotations.NullMarked;
