package dev.quire.collab.owner;

import dev.quire.wire.session.ToOwner;
import java.util.ArrayList;
import java.util.List;

/** The frames that came while the document was being loaded. */
final class HeldFrames {
  /** What a frame costs besides its bytes, so that empty ones are bounded too. */
  private static final int FRAME_OVERHEAD = 100;

  /** A frame of a session that was open when it came. */
  record Held(Session session, ToOwner.Input frame) {}

  private final int maxBytes;
  private List<Held> frames = new ArrayList<>();
  private long bytes;

  HeldFrames(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  boolean isFull() {
    return bytes >= maxBytes;
  }

  long bytes() {
    return bytes;
  }

  void add(Session session, ToOwner.Input frame, int frameBytes) {
    frames.add(new Held(session, frame));
    bytes += frameBytes + FRAME_OVERHEAD;
  }

  List<Held> take() {
    List<Held> held = frames;
    frames = new ArrayList<>();
    bytes = 0;
    return held;
  }
}
