package dev.quire.edge.channel;

import dev.quire.wire.Bytes;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import java.util.Optional;

/** What a {@link DocumentChannel} is told. Sessions are named by numbers that its shell gives. */
public sealed interface Input {

  /** A client has opened the document. */
  record Join(long session, Right right) implements Input {}

  /** A client's SyncStep1. Answered by {@link Effect.Synchronise}. */
  record Synchronise(long session, Bytes stateVector) implements Input {}

  /**
   * A client's SyncStep2 or Update. Answered by {@link Effect.Answer}.
   *
   * @param onlyAt as in {@link ToOwner.Edit}
   */
  record Edit(long session, Bytes update, long onlyAt) implements Input {
    public Edit(long session, Bytes update) {
      this(session, update, ToOwner.Edit.ANYWHERE);
    }
  }

  /**
   * The client has said what its own Yjs client id is.
   *
   * @param client at least 0
   */
  record Speaks(long session, long client) implements Input {}

  /** The client has left, or its socket is gone. */
  record Leave(long session) implements Input {}

  /**
   * A state that came in parts has been handed to the socket whole: what was held for the session
   * goes on.
   */
  record Written(long session) implements Input {}

  /** A message about this document from one lane of a collab process. */
  record FromOwner(String process, int lane, ToEdge.Output message) implements Input {}

  /** Who owns the document has changed; empty while nobody is known to. */
  record Routed(Optional<Owner> owner) implements Input {}

  /**
   * Every half second.
   *
   * @param nowMillis a clock that never goes back; only differences count
   */
  record Tick(long nowMillis) implements Input {}
}
