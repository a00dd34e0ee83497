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
import java.util.function.LongSupplier;

/** The way to the owners: what is sent to one lane during a turn travels in one message. */
public final class OwnerLink {
  private static final Duration STATE_PATIENCE = Duration.ofSeconds(10);

  /** One lane of a collab process. */
  record Lane(String process, int number) {}

  private final Bus bus;
  private final String edge;
  private final Turn turn;
  private final LongSupplier revocations;
  private final Map<Lane, List<ToOwner.Input>> outbox = new HashMap<>();

  /**
   * @param edge this loop's name on the bus
   * @param revocations the last number of the revocation stream that this loop has acted on
   */
  public OwnerLink(Bus bus, String edge, Turn turn, LongSupplier revocations) {
    this.revocations = revocations;
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
        .add(message instanceof ToOwner.Open open ? asOfNow(open) : message);
  }

  /** Every revocation so far has been held against its session, however long ago that joined. */
  private ToOwner.Open asOfNow(ToOwner.Open open) {
    return new ToOwner.Open(
        open.document(),
        open.session(),
        open.author(),
        open.mayEdit(),
        open.delivered(),
        open.signIn(),
        Math.max(open.asOf(), revocations.getAsLong()),
        open.organisation(),
        open.key(),
        open.stamp());
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
