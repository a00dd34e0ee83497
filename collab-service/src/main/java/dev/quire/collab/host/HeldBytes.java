package dev.quire.collab.host;

import dev.quire.collab.owner.DocumentOwner;
import java.util.Collection;

/**
 * What a lane's documents take in memory, against its share of what the process may hold: with each
 * input the difference, and counted anew once a second.
 */
final class HeldBytes {
  private final long max;
  private long bytes;

  /**
   * @param max in bytes
   */
  HeldBytes(long max) {
    this.max = max;
  }

  long bytes() {
    return bytes;
  }

  long max() {
    return max;
  }

  /** Whether so much more may be held. */
  boolean fits(long more) {
    return bytes + more <= max;
  }

  void add(long more) {
    bytes += more;
  }

  void count(Collection<DocumentOwner> owners) {
    bytes = 0;
    for (DocumentOwner owner : owners) {
      bytes += owner.heldBytes();
    }
  }
}
