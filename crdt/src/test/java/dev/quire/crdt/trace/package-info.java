/**
 * Recorded editing sessions, replayed: what people really type, against what yjs makes of it.
 *
 * <p>The recordings are in {@code src/test/resources/traces}, with whom they are from.
 */
@NullMarked
package dev.quire.crdt.trace;

import org.jspecify.annotations.NullMarked;
