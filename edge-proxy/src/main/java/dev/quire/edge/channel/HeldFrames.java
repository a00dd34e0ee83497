package dev.quire.edge.channel;

import dev.quire.wire.session.ToEdge;
import java.util.ArrayDeque;

/**
 * The last fan-out of a document, kept while a session is being synchronised. Bounded: the oldest
 * is forgotten first, and whoever needs it asks the owner for it again.
 */
final class HeldFrames {
  private final ArrayDeque<ToEdge.Fanout> frames = new ArrayDeque<>();
  private final int maxBytes;
  private long bytes;

  HeldFrames(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Adds a frame that follows on the last one. */
  void add(ToEdge.Fanout frame) {
    frames.addLast(frame);
    bytes += frame.update().length();
    while (bytes > maxBytes && !frames.isEmpty()) {
      bytes -= frames.removeFirst().update().length();
    }
  }

  /** Oldest first, each beginning where the one before it ends, or earlier. */
  Iterable<ToEdge.Fanout> oldestFirst() {
    return frames;
  }

  void clear() {
    if (!frames.isEmpty()) {
      frames.clear();
      bytes = 0;
    }
  }
}
