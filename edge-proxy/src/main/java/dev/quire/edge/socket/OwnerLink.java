package dev.quire.edge.socket;

import dev.quire.edge.channel.Owner;
import dev.quire.edge.loop.Turn;
import dev.quire.wire.Bus;
import dev.quire.wire.Bytes;
import dev.quire.wire.session.ReadState;
import dev.quire.wire.session.SessionAddresses;
import dev.quire.wire.session.ToOwner;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The way to the owners: what is sent to one lane during a turn travels in one message. */
public final class OwnerLink {
  private static final Duration STATE_PATIENCE = Duration.ofSeconds(10);

  /** One lane of a collab process. */
  record Lane(String process, int number) {}

  private final Bus bus;
  private final String edge;
  private final Turn turn;
  private final Map<Lane, List<ToOwner.Input>> outbox = new HashMap<>();

  /**
   * @param edge this loop's name on the bus
   */
  public OwnerLink(Bus bus, String edge, Turn turn) {
    this.bus = bus;
    this.edge = edge;
    this.turn = turn;
  }

  void send(Owner owner, ToOwner.Input message) {
    if (outbox.isEmpty()) {
      turn.atEnd(this::flush);
    }
    outbox
        .computeIfAbsent(new Lane(owner.process(), owner.lane()), lane -> new ArrayList<>())
        .add(message);
  }

  /** Tells each lane that this edge is alive. */
  void greet(Set<Lane> lanes) {
    for (Lane lane : lanes) {
      if (!outbox.containsKey(lane)) {
        send(lane, List.of());
      }
    }
  }

  Future<Bytes> readState(String process, int lane, long transfer, int offset) {
    return bus.request(
            SessionAddresses.state(process, lane), new ReadState(transfer, offset), STATE_PATIENCE)
        .map(ReadState.Chunk::bytes);
  }

  private void flush() {
    outbox.forEach(this::send);
    outbox.clear();
  }

  private void send(Lane lane, List<ToOwner.Input> messages) {
    bus.send(SessionAddresses.owner(lane.process(), lane.number()), new ToOwner(edge, messages));
  }
}
