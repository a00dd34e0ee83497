/**
 * One document as one edge sees it: its sessions here, how far its revisions have been delivered,
 * and who owns it.
 *
 * <p>{@link dev.quire.edge.channel.DocumentChannel} is a pure state machine, {@code List<Effect>
 * on(Input)}: no I/O, clock, randomness or Vert.x. Its shell in {@code dev.quire.edge.socket} turns
 * client frames, messages, routes and a timer into inputs, and effects into messages and frames;
 * the seeded simulation does the same with a network that loses, repeats and reorders. A channel
 * belongs to one event loop and is not thread-safe.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A session that has been synchronised at revision <i>r</i> is given every update after
 *       <i>r</i>, in order: a fan-out frame that skips one is never passed on, it is asked for
 *       again.
 *   <li>Every frame of a client is kept until it is answered, and sent again in its order when a
 *       session is resumed, here or at another owner. What is sent twice is answered once: answers
 *       go by the number that a session has at its present owner, and every opening takes a new
 *       one.
 *   <li>An answer after a lost one is not trusted: its verdict could be another's.
 *   <li>What cannot be resumed is closed with {@code LOST_PLACE}, and the client resynchronises.
 * </ul>
 *
 * <p>What bounds memory: unanswered frames by the shell, which stops reading from a socket that has
 * too many; frames held for sessions in synchronisation by {@link
 * dev.quire.edge.channel.HeldFrames}.
 */
@NullMarked
package dev.quire.edge.channel;

import org.jspecify.annotations.NullMarked;
