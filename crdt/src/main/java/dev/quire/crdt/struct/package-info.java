/**
 * Structs: the runs of clocks that updates carry and documents keep, and their bytes in update
 * format v1.
 *
 * <p>The same classes serve both sides. In an update a {@link dev.quire.crdt.struct.Item} names its
 * neighbours and parent by id; inside a document it also links to them. Two callers: {@link
 * dev.quire.crdt.store}, which integrates structs into documents, and {@link
 * dev.quire.crdt.update}, which merges and cuts updates without one.
 *
 * <p>{@link dev.quire.crdt.struct.StructReader} is the gate: what it lets through can be integrated
 * in any order, together with anything else it has let through, without an exception. In particular
 * no struct refers to its own client's present or future, every struct has a length, and no clock
 * passes 2^31 - 1, though the format could count to 2^53 - 1: a document of two thousand million
 * clocks of one client doesn't fit a JVM's arrays anyway, and half the size of each number is what
 * keeps an {@link dev.quire.crdt.struct.Item} small. Operations on encoded updates count further.
 *
 * <p>Mutable, and for one thread at a time.
 */
@NullMarked
package dev.quire.crdt.struct;

import org.jspecify.annotations.NullMarked;
