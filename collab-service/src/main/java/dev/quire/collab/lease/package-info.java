/**
 * Which shards this process owns.
 *
 * <p>Three questions, answered by three parties. <em>Who should own a shard</em>: the first of the
 * live collab processes by rendezvous hashing. <em>Who may</em>: the holder of the shard's lock in
 * the lock service, so that two processes don't take turns. <em>Who can</em>: whoever raised the
 * shard's epoch in PostgreSQL last. Correctness rests on the last alone: every append carries its
 * epoch and inserts nothing under an older one, so a process that wrongly believes it owns a shard
 * can harm nobody, however long it sleeps.
 *
 * <p>{@link dev.quire.collab.lease.Leases} decides and is pure; {@link
 * dev.quire.collab.lease.LockThread} is the one thread that talks to the lock service, because a
 * lock belongs to the thread that took it; {@link dev.quire.collab.lease.LeaseKeeper} is the shell
 * that runs the decisions on one Vert.x context.
 */
@NullMarked
package dev.quire.collab.lease;

import org.jspecify.annotations.NullMarked;
