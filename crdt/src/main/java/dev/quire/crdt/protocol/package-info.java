/**
 * The y-protocols as pure codecs and one state machine: what two peers say to synchronise a
 * document ({@link dev.quire.crdt.protocol.SyncMessage}), to show each other who is there and where
 * ({@link dev.quire.crdt.protocol.Awareness}), and to refuse ({@link
 * dev.quire.crdt.protocol.AuthMessage}).
 *
 * <p>How messages are framed is the transport's: y-websocket puts a number before each, Hocuspocus
 * the document's name and a number. Nothing here knows a socket, a timer or the time: the clock is
 * handed in, and what is received is a byte array. What comes from outside is refused with {@link
 * dev.quire.crdt.fault.MalformedUpdateException}. For one thread at a time.
 *
 * <p>Read from the sources of y-protocols 1.0.
 */
@NullMarked
package dev.quire.crdt.protocol;

import org.jspecify.annotations.NullMarked;
