/**
 * collab-service: the owners of live documents.
 *
 * <p>{@link dev.quire.collab.CollabService} wires: a {@link dev.quire.collab.lease.LeaseKeeper}
 * that gets shards for this process, and one {@link dev.quire.collab.host.Lane} an event loop that
 * hosts the documents of its share of them. What is decided about a document is decided in {@link
 * dev.quire.collab.owner}, which knows no Vert.x.
 */
@NullMarked
package dev.quire.collab;

import org.jspecify.annotations.NullMarked;
