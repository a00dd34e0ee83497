/**
 * What Quire's services say to each other, and how.
 *
 * <p>Messages are immutable records that implement {@link dev.quire.wire.WireMessage}; every one of
 * them stands in {@link dev.quire.wire.WireTypes} with a number that is never given to another.
 * Services reach each other only through typed {@link dev.quire.wire.Address}es and {@link
 * dev.quire.wire.Call}s, sent by a {@link dev.quire.wire.Bus}.
 *
 * <p>Between two verticles of one JVM a record travels by reference; between processes {@link
 * dev.quire.wire.codec} turns it into bytes. Both are the same road for the services. Delivery is
 * at most once and, from one sender to one receiver, in order: what must not be lost is numbered by
 * its sender and missed by its receiver (PROTOCOL.md says how, message by message).
 *
 * <p>Imports Vert.x core and {@code dev.quire.crdt}, and no service.
 */
@NullMarked
package dev.quire.wire;

import org.jspecify.annotations.NullMarked;
