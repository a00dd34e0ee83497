/**
 * The rooms of one process, on one event loop: {@link dev.quire.presence.host.Rooms} passes inputs
 * to them and their outputs to the edges, batched by {@link dev.quire.presence.host.Outbox}; {@link
 * dev.quire.presence.host.Peers} knows which presence processes live and so which documents belong
 * here.
 *
 * <p>A document that comes to belong to another process is let go of without a word: no removals
 * are announced and nothing is taken out of Redis, where its next process finds the states.
 */
@NullMarked
package dev.quire.presence.host;

import org.jspecify.annotations.NullMarked;
