/**
 * The two protocols that Yjs editors speak over a WebSocket, one file each: {@link
 * dev.quire.wire.client.HocuspocusProtocol} for {@code /collab} and {@link
 * dev.quire.wire.client.YWebsocketProtocol} for {@code /yjs}.
 *
 * <p>Both read hostile bytes into frames of a sealed type, of which {@code Malformed} is one and
 * says why; nothing here throws on input, and nothing allocates by a length that the input only
 * declares. Both write what a server sends, and print frames of either direction for logs without
 * their contents. Called by the edge on its event loops and by load generators; without state,
 * clock or I/O. How long a frame may be is the caller's to limit, before it gets here.
 *
 * <p>Imports {@code dev.quire.crdt.lib0} for the primitives, and {@link dev.quire.wire.Bytes}.
 */
@NullMarked
package dev.quire.wire.client;

import org.jspecify.annotations.NullMarked;
