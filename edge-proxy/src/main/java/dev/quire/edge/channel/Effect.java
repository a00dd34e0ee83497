package dev.quire.edge.channel;

import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import java.util.List;

/** What a {@link DocumentChannel} wants done, in the order of the list. */
public sealed interface Effect {

  /** Send this to the owner: all of one turn for one lane in one message. */
  record Send(Owner owner, ToOwner.Input message) implements Effect {}

  /** Write this update to these sessions. */
  record Deliver(List<Long> sessions, ToEdge.Fanout frame) implements Effect {}

  /**
   * Write the state as SyncStep2, and behind it the owner's state vector as SyncStep1. Where the
   * state is longer than what the message holds, the rest is read from the lane that sent it, and
   * {@link Input.Written} tells of the end; where it can't be read, the socket is closed (4205).
   */
  record Synchronise(long session, String process, int lane, ToEdge.Synchronised state)
      implements Effect {}

  /**
   * Answer the session's oldest unanswered edits.
   *
   * @param frames how many
   * @param bytes of all their updates: what the channel no longer keeps
   * @param revision the document's last durable revision
   */
  record Answer(long session, int frames, long bytes, ToEdge.Verdict verdict, long revision)
      implements Effect {}

  /** The session is over: the channel has forgotten it. */
  record Close(long session, ToEdge.Reason reason) implements Effect {}
}
