/**
 * The shell around the owners: everything that has to do with event loops, messages and time.
 *
 * <p>A {@link dev.quire.collab.host.Lane} is a verticle with an event loop of its own and hosts the
 * documents of every shard that is its share. It feeds {@link
 * dev.quire.collab.owner.DocumentOwner}s and runs their effects; it decides nothing about a
 * document. All of a lane's state is touched on its own context only. A lane has one append in
 * flight; what its turns produce for one edge travels in one message.
 *
 * <p>Bounds: loaded documents, loads at the same time, states on their way to edges (see {@link
 * dev.quire.collab.host.CollabSettings}); what one document may hold is the owner's ({@link
 * dev.quire.collab.owner.OwnerLimits}).
 */
@NullMarked
package dev.quire.collab.host;

import org.jspecify.annotations.NullMarked;
