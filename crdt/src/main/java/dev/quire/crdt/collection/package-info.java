/**
 * The few collections that the engine needs and the JDK lacks: keyed by primitive ids, without
 * boxing. For one thread at a time.
 */
@NullMarked
package dev.quire.crdt.collection;

import org.jspecify.annotations.NullMarked;
