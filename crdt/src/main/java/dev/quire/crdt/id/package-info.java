/**
 * By what things are named: a struct by the client that made it and a clock, many of them by sets
 * of ids or by state vectors, a document by its guid.
 *
 * <p>Values that the whole library shares, from the decoders to the public types; they know the
 * encoding alone. An {@link dev.quire.crdt.id.IdSet} can be added to and is its owner's; all others
 * are immutable.
 */
@NullMarked
package dev.quire.crdt.id;

import org.jspecify.annotations.NullMarked;
