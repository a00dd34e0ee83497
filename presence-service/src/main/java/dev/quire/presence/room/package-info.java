/**
 * Who is in one document. {@link dev.quire.presence.room.PresenceRoom} takes what sessions do and
 * what time it is, and answers what to send; it does no I/O, reads no clock and belongs to one
 * thread.
 *
 * <p>Clocks follow y-protocols: of a client the highest clock counts. A removal that the server
 * announces has the client's clock plus one, so every client takes it. The room remembers the
 * clocks of those it removed: a client that comes back with an older one is told of its removal,
 * upon which stock clients publish again with a clock above it. Without that the others would not
 * hear it.
 */
@NullMarked
package dev.quire.presence.room;

import org.jspecify.annotations.NullMarked;
