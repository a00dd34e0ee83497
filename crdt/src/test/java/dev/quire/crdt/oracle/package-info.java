/**
 * Comparison with yjs itself: fixtures that it wrote, and a live process of it.
 *
 * <p>The Node side is in {@code crdt/src/test/node}; {@link dev.quire.crdt.oracle.OracleRecord} is
 * the text form both sides share. Bytes are compared in yjs's normal form, that is after yjs has
 * loaded a document from its own state: a yjs document that has lived through many transactions may
 * keep neighbouring collected structs apart.
 */
@NullMarked
package dev.quire.crdt.oracle;

import org.jspecify.annotations.NullMarked;
