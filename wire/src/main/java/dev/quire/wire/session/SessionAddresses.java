package dev.quire.wire.session;

import dev.quire.wire.Address;
import dev.quire.wire.Call;
import dev.quire.wire.Shards;

/** Where sessions, updates and routes travel. */
public final class SessionAddresses {
  /** From each collab process to every edge: every second, and at every change. */
  public static final Address<Routes> ROUTES = new Address<>("quire.routes", Routes.class);

  private SessionAddresses() {}

  /** One lane of a collab process. */
  public static Address<ToOwner> owner(String process, int lane) {
    return new Address<>("quire.owner." + process + "." + lane, ToOwner.class);
  }

  /** What is left of a state too large for one message, from the lane that began it. */
  public static Call<ReadState, ReadState.Chunk> state(String process, int lane) {
    return new Call<>(
        "quire.owner." + process + "." + lane + ".state", ReadState.class, ReadState.Chunk.class);
  }

  /** One edge. */
  public static Address<ToEdge> edge(String edge) {
    return new Address<>("quire.edge." + edge, ToEdge.class);
  }

  /** Which of a process's lanes a shard belongs to. */
  public static int laneOf(int shard, int lanes) {
    if (shard < 0 || shard >= Shards.COUNT) {
      throw new IllegalArgumentException("no shard " + shard);
    }
    return shard % lanes;
  }
}
