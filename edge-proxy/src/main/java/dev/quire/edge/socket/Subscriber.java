package dev.quire.edge.socket;

import dev.quire.edge.channel.Effect;
import dev.quire.wire.session.ToEdge;

/** One session of a document: a document on a socket, or one update over HTTP. */
public interface Subscriber {

  /** An update of others, perhaps with some of its own in it. */
  void deliver(EncodedFrames update);

  /** Awareness states, which may be left out. */
  void awareness(EncodedFrames states);

  /** What became of its oldest unanswered edits. */
  void answer(Effect.Answer answer);

  /** A state to be written; {@link DocumentHost#written} is to be told when one in parts is. */
  void synchronise(Effect.Synchronise synchronise);

  /** The owner has ended the session; the host has forgotten it. */
  void end(ToEdge.Reason reason);
}
