package dev.quire.edge.socket;

import dev.quire.wire.Bytes;
import dev.quire.wire.client.HocuspocusProtocol;
import dev.quire.wire.client.YWebsocketProtocol;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes awareness states to everybody at a document, a few sockets at a time: edits that come in
 * meanwhile go first. At a crowded document a frame of carets is tens of kilobytes, and writing it
 * to all in one go would hold the event loop for as long as a keystroke may take altogether.
 *
 * <p>Presence is what is left out first: of more frames than may wait the oldest are dropped; a
 * newer state of the same client, which comes with the next, makes up for it. A frame that
 * overtakes another does no harm, as clients go by the states' clocks. Belongs to one event loop.
 */
final class AwarenessFanout {
  /** So many sockets are written to before the loop turns to other things. */
  static final int SOCKETS_AT_ONCE = 50;

  /** Frames that wait or are being written, of all documents of the loop. */
  static final int MAX_WAITING = 256;

  private final Consumer<Runnable> soon;
  private final Consumer<String> limited;
  private final ArrayDeque<Job> waiting = new ArrayDeque<>();

  /** One frame, and who has not been sent it yet. */
  private record Job(Map<Long, Subscriber> sessions, EncodedFrames frames, List<Long> rest) {}

  /**
   * @param soon runs something once the loop has looked for input again
   * @param limited told when a bound was reached
   */
  AwarenessFanout(Consumer<Runnable> soon, Consumer<String> limited) {
    this.soon = soon;
    this.limited = limited;
  }

  /**
   * Writes to the first sockets now, to the others soon.
   *
   * @param sessions of the document, by number, as they come and go
   */
  void send(Map<Long, Subscriber> sessions, Bytes states) {
    Job job =
        new Job(
            sessions,
            new EncodedFrames(states, HocuspocusProtocol::awareness, YWebsocketProtocol::awareness),
            new ArrayList<>(sessions.keySet()));
    if (waiting.isEmpty()) {
      write(job);
    }
    if (job.rest().isEmpty()) {
      job.frames().close();
      return;
    }
    if (waiting.size() >= MAX_WAITING) {
      limited.accept("awareness_waiting");
      waiting.removeFirst().frames().close();
    }
    waiting.addLast(job);
    if (waiting.size() == 1) {
      soon.accept(this::goOn);
    }
  }

  private void goOn() {
    Job job = waiting.peekFirst();
    if (job == null) {
      return;
    }
    write(job);
    if (job.rest().isEmpty()) {
      waiting.removeFirst().frames().close();
    }
    if (!waiting.isEmpty()) {
      soon.accept(this::goOn);
    }
  }

  /** Who has left meanwhile is left out. */
  private static void write(Job job) {
    List<Long> rest = job.rest();
    List<Long> next = rest.subList(Math.max(0, rest.size() - SOCKETS_AT_ONCE), rest.size());
    for (Long number : next) {
      Subscriber session = job.sessions().get(number);
      if (session != null) {
        session.awareness(job.frames());
      }
    }
    next.clear();
  }
}
