package dev.quire.wire.presence;

import dev.quire.wire.WireMessage;

/**
 * A presence process is there. One that an edge has not heard for 3 s is gone; a document belongs
 * to the first of the live ones by rendezvous hashing of its id.
 *
 * @param process its name
 * @param start another number after each start: an edge that sees it change enters its sessions
 *     anew
 * @param leaving it is going away: its documents are the others' from now on
 */
public record PresenceAlive(String process, long start, boolean leaving) implements WireMessage {}
