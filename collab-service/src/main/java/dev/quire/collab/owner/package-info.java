/**
 * The heart of Quire: what one document's owner decides, and how a lane commits.
 *
 * <p>{@link dev.quire.collab.owner.DocumentOwner} is a pure state machine: {@code List<Effect>
 * on(Input)}. No I/O, no clock, no randomness, no Vert.x. Its shell in {@code
 * dev.quire.collab.host} turns messages, replies and timers into inputs, and effects into messages
 * and calls; the seeded simulation in the tests does the same with a fake clock, network and log.
 * {@link dev.quire.collab.owner.LaneCommits} decides, as purely, what goes into a lane's next
 * append.
 *
 * <p>Threading: an owner and its lane belong to one event loop; nothing here is thread-safe, except
 * {@link dev.quire.collab.owner.LoadedState#of} and {@link dev.quire.collab.owner.StateWork#run},
 * which are pure functions for worker threads.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>{@code fannedOut ≤ durable ≤ sequenced}, checked after every input.
 *   <li>Nothing is acknowledged, sent to an edge or put into the document before its commit.
 *   <li>Every edit of a session gets exactly one answer, in the order of its frames.
 *   <li>An owner that cannot know what the log holds settles first: it raises the epoch, reads, and
 *       only then goes on; an owner that finds something in the log that it did not put there
 *       throws away all it holds.
 * </ul>
 *
 * <p>Imports {@code dev.quire.crdt} and the records of {@code dev.quire.wire}.
 */
@NullMarked
package dev.quire.collab.owner;

import org.jspecify.annotations.NullMarked;
