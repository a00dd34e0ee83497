/**
 * presence-service: who is where in a document, as the awareness protocol of Yjs tells it.
 *
 * <p>An edge enters a session at the presence process that its document belongs to, passes on what
 * the client publishes, and gets back what to send to its clients. Nothing of it is durable or
 * ordered with edits; losing any of it costs cursors for some seconds and nothing else.
 *
 * <p>{@link dev.quire.presence.room} decides, without I/O or a clock; {@link
 * dev.quire.presence.host} holds the rooms of a process on one event loop and moves messages;
 * {@link dev.quire.presence.redis} keeps states for 30 s where a process that takes a room over
 * finds them; {@link dev.quire.presence.rest} answers who is there. {@link
 * dev.quire.presence.PresenceService} only wires.
 *
 * <p>Invariants: a state carries the identity of the session that published it; a client id belongs
 * to one session at a time; a document's sessions are sent at most 20 frames a second.
 */
@NullMarked
package dev.quire.presence;

import org.jspecify.annotations.NullMarked;
