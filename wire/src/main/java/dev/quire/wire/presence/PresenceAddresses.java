package dev.quire.wire.presence;

import dev.quire.wire.Address;
import dev.quire.wire.Call;

/** Where presence travels. All of it may be lost: states are repeated by their clients. */
public final class PresenceAddresses {
  /** Every second from each presence process, to every edge. */
  public static final Address<PresenceAlive> ALIVE =
      new Address<>("quire.presence.alive", PresenceAlive.class);

  private PresenceAddresses() {}

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
