package dev.quire.edge.channel;

import dev.quire.wire.DocumentId;
import dev.quire.wire.session.ToOwner;
import java.util.Optional;

/**
 * Tells the owner now and then which sessions there are. It may have ones that have left, where
 * word of it was lost; and one that has not heard of this edge for a while has forgotten it with
 * all its sessions, which whoever writes would notice, and whoever only reads would not. Not
 * thread-safe.
 */
final class RollCall {
  private final DocumentId document;
  private final long everyMillis;
  private long calledAt;

  RollCall(DocumentId document, long everyMillis) {
    this.document = document;
    this.everyMillis = everyMillis;
  }

  /** What to tell, where it is time for it and there is anybody. */
  Optional<ToOwner.Input> call(long nowMillis, ChannelSessions sessions) {
    if (nowMillis - calledAt < everyMillis || sessions.numbers().isEmpty()) {
      return Optional.empty();
    }
    calledAt = nowMillis;
    for (ChannelSession session : sessions.all()) {
      if (session.isOpen() && session.heard && !session.awaitsAnswer()) {
        // An owner of the version before asks nothing of the roll, and looks for this one.
        return Optional.of(
            new ToOwner.Probe(
                document,
                session.number,
                session.lastFrame,
                sessions.lastNumber(),
                sessions.numbers()));
      }
    }
    return Optional.of(ToOwner.Probe.rollCall(document, sessions.lastNumber(), sessions.numbers()));
  }
}
