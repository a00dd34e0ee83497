/**
 * The editors' sockets of one event loop, and the shell around each document's {@link
 * dev.quire.edge.channel.DocumentChannel}.
 *
 * <p>A {@link dev.quire.edge.socket.ClientSocket} speaks one protocol with one client: it limits,
 * authenticates and decodes, and joins a {@link dev.quire.edge.socket.DocumentHost} for each
 * document. A host runs its channel's effects: messages to the owner collect in {@link
 * dev.quire.edge.socket.OwnerLink}, frames in each socket's {@link
 * dev.quire.edge.socket.SocketWriter}, and both go out once at the end of the {@link
 * dev.quire.edge.loop.Turn}: one message a lane, one system call a socket.
 *
 * <p>What goes to many sockets is encoded once as the bytes of a whole WebSocket frame (a server's
 * frames are not masked, so they are the same for everybody) and handed below Netty's frame
 * encoder, to every socket the same memory.
 *
 * <p>Threading: one event loop; nothing here is thread-safe.
 */
@NullMarked
package dev.quire.edge.socket;

import org.jspecify.annotations.NullMarked;
