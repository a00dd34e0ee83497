package dev.quire.collab.sim;

import dev.quire.edge.channel.Effect;
import java.util.IdentityHashMap;
import java.util.Map;

/** One client's socket: nothing is lost and nothing overtakes, until it breaks. */
final class Link {
  private static final long MAX_DELAY_MILLIS = 30;

  private final World world;
  private final SimClient client;
  private final SimEdge edge;
  private final long session;
  private final IdentityHashMap<Effect.Synchronise, Integer> reading = new IdentityHashMap<>();
  private boolean open = true;
  private long lastUp;
  private long lastDown;

  Link(World world, SimClient client, SimEdge edge, long session) {
    this.world = world;
    this.client = client;
    this.edge = edge;
    this.session = session;
  }

  SimClient client() {
    return client;
  }

  long session() {
    return session;
  }

  /** States that are being read part by part, and where the part begins that is waited for. */
  Map<Effect.Synchronise, Integer> reading() {
    return reading;
  }

  boolean isOpen() {
    return open && !edge.isDead();
  }

  void toEdge(Runnable arrival) {
    lastUp = Math.max(lastUp, world.nowMillis() + world.between(1, MAX_DELAY_MILLIS));
    world.after(
        lastUp - world.nowMillis(),
        edge,
        () -> {
          if (open) {
            arrival.run();
          }
        });
  }

  void toClient(Runnable arrival) {
    lastDown = Math.max(lastDown, world.nowMillis() + world.between(1, MAX_DELAY_MILLIS));
    world.after(
        lastDown - world.nowMillis(),
        () -> {
          if (open) {
            arrival.run();
          }
        });
  }

  /** The client hangs up, or is cut off: both sides learn it. */
  void breakOff() {
    if (open) {
      open = false;
      world.after(world.between(1, MAX_DELAY_MILLIS), edge, () -> edge.left(session));
      client.disconnected(this);
    }
  }
}
