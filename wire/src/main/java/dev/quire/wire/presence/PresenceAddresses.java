package dev.quire.wire.presence;

import dev.quire.wire.Address;
import dev.quire.wire.Call;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Rendezvous;
import java.util.Collection;
import java.util.Optional;

/** Where presence travels. All of it may be lost: states are repeated by their clients. */
public final class PresenceAddresses {
  /** Every second from each presence process, to every edge. */
  public static final Address<PresenceAlive> ALIVE =
      new Address<>("quire.presence.alive", PresenceAlive.class);

  private PresenceAddresses() {}

  /** Which of the living presence processes a document belongs to; empty where there are none. */
  public static Optional<String> processOf(DocumentId document, Collection<String> living) {
    return Rendezvous.first(document.high() ^ document.low(), living);
  }

  /** One presence process. */
  public static Address<ToPresence> process(String process) {
    return new Address<>("quire.presence." + process, ToPresence.class);
  }

  /** One edge. */
  public static Address<PresenceToEdge> edge(String edge) {
    return new Address<>("quire.edge.presence." + edge, PresenceToEdge.class);
  }

  /** Who is in a document, from one presence process. */
  public static Call<ReadPresence, ReadPresence.States> read(String process) {
    return new Call<>(
        "quire.presence." + process + ".read", ReadPresence.class, ReadPresence.States.class);
  }
}
