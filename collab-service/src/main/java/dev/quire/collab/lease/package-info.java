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
 * <p>{@link dev.quire.collab.lease.Leases} decides and is pure, with what it has heard of others
 * ({@link dev.quire.collab.lease.Neighbours}); {@link dev.quire.collab.lease.LeaseWork} does what
 * it decides, on a loop that the simulation can be; {@link dev.quire.collab.lease.LockRounds} is
 * what the one thread does that talks to the lock service, because a lock belongs to the thread
 * that took it. {@link dev.quire.collab.lease.LeaseKeeper} brings them together with Hazelcast.
 *
 * <p>Exceptions to rendezvous are said by a shard's owner, because of load: {@link
 * dev.quire.collab.lease.Balance} brings together what the lanes did and what others say of theirs,
 * {@link dev.quire.collab.lease.Rebalance} decides what is given to whom, {@link
 * dev.quire.collab.lease.Heirs} keeps this process's word, and {@link
 * dev.quire.collab.lease.Placement} makes one answer of all words.
 *
 * <p>Moving gently: shards go to a newcomer a few at a time, and from a process that is going away
 * too; one that changes hands often is left where it is for longer each time; of a process that
 * this one's lock service does not know but that announces a shard all the same, nothing is taken.
 */
@NullMarked
package dev.quire.collab.lease;

import org.jspecify.annotations.NullMarked;
