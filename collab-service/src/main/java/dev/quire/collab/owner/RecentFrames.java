package dev.quire.collab.owner;

import dev.quire.wire.Bytes;
import dev.quire.wire.session.ToEdge.Fanout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The last frames that were fanned out, without a gap, up to a number of bytes. */
final class RecentFrames {
  /** What a frame costs besides its update, so that empty ones are bounded too. */
  private static final int FRAME_OVERHEAD = 100;

  private final int maxBytes;
  private final ArrayDeque<Fanout> frames = new ArrayDeque<>();
  private long bytes;

  RecentFrames(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  void add(Fanout frame) {
    if (!frames.isEmpty() && frames.getLast().through() != frame.after()) {
      clear();
    }
    frames.add(frame);
    bytes += weight(frame.update());
    while (bytes > maxBytes && frames.size() > 1) {
      bytes -= weight(frames.remove().update());
    }
  }

  void clear() {
    frames.clear();
    bytes = 0;
  }

  /** The frames that follow the revision; empty where they are not all here. */
  Optional<List<Fanout>> after(long revision) {
    if (frames.isEmpty() || frames.element().after() > revision) {
      return Optional.empty();
    }
    List<Fanout> following = new ArrayList<>();
    for (Fanout frame : frames) {
      if (frame.through() > revision) {
        following.add(frame);
      }
    }
    return Optional.of(following);
  }

  private static int weight(Bytes update) {
    return update.length() + FRAME_OVERHEAD;
  }
}
