package dev.quire.collab.host;

import dev.quire.wire.session.ToOwner;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets through what edges bring, in its order, as long as it is known who has lost which right.
 * While it is not, what comes from the first edit on waits for the answer of doc-service, which is
 * asked once for all of it. What is over the bound is lost like any message of the bus: edges find
 * that out by their numbers and probes. On the lane's loop.
 */
public final class RightsGate {
  private static final Logger log = LoggerFactory.getLogger(RightsGate.class);

  /** What a message costs besides its updates. */
  private static final int OVERHEAD = 200;

  /** What the gate has to know. */
  public interface Rights {
    /** Whether everything that was revoked more than a second ago is known. */
    boolean isCurrent();

    /** Done once it is. */
    Future<Void> whenCurrent();

    /** Whether the right with which this opens may be another one by now. */
    boolean isOutdated(ToOwner.Open open);
  }

  /** Where messages go. */
  public interface Lane {
    /** The edge lives, whatever becomes of its message. */
    void heard(String edge);

    void on(ToOwner message);
  }

  private final Rights rights;
  private final Lane lane;
  private final long maxBytes;
  private final ArrayDeque<ToOwner> waiting = new ArrayDeque<>();
  private long waitingBytes;

  /**
   * @param maxBytes of messages that wait, at most
   */
  public RightsGate(Rights rights, Lane lane, long maxBytes) {
    this.rights = rights;
    this.lane = lane;
    this.maxBytes = maxBytes;
  }

  /** An edge has brought something. */
  public void on(ToOwner message) {
    lane.heard(message.edge());
    if (waiting.isEmpty() && (rights.isCurrent() || !holdsEdit(message))) {
      pass(message);
      return;
    }
    long bytes = bytes(message);
    if (waitingBytes + bytes > maxBytes) {
      log.warn(
          "event=rights-unknown-overflow edge={} inputs={}",
          message.edge(),
          message.inputs().size());
      return;
    }
    waiting.add(message);
    waitingBytes += bytes;
    if (waiting.size() == 1) {
      passWhenCurrent();
    }
  }

  private void passWhenCurrent() {
    // Never fails: it is done, or goes on waiting.
    rights.whenCurrent().onSuccess(known -> passWaiting());
  }

  private void passWaiting() {
    while (!waiting.isEmpty()) {
      if (!rights.isCurrent()) {
        passWhenCurrent();
        return;
      }
      ToOwner next = waiting.remove();
      waitingBytes -= bytes(next);
      pass(next);
    }
  }

  /** An outdated opening is lost: the edge learns of the revocation too, and opens it as it is. */
  private void pass(ToOwner message) {
    List<ToOwner.Input> inputs = message.inputs();
    boolean isOutdated =
        inputs.stream()
            .anyMatch(input -> input instanceof ToOwner.Open open && rights.isOutdated(open));
    if (isOutdated) {
      inputs = new ArrayList<>(inputs);
      inputs.removeIf(input -> input instanceof ToOwner.Open open && rights.isOutdated(open));
    }
    lane.on(isOutdated ? new ToOwner(message.edge(), List.copyOf(inputs)) : message);
  }

  private static boolean holdsEdit(ToOwner message) {
    for (ToOwner.Input input : message.inputs()) {
      if (input instanceof ToOwner.Edit) {
        return true;
      }
    }
    return false;
  }

  private static long bytes(ToOwner message) {
    long bytes = OVERHEAD;
    for (ToOwner.Input input : message.inputs()) {
      bytes += OVERHEAD;
      if (input instanceof ToOwner.Edit edit) {
        bytes += edit.update().length();
      } else if (input instanceof ToOwner.Synchronise synchronise) {
        bytes += synchronise.stateVector().length();
      } else if (input instanceof ToOwner.Probe probe) {
        bytes += (long) probe.live().size() * Long.BYTES;
      }
    }
    return bytes;
  }
}
