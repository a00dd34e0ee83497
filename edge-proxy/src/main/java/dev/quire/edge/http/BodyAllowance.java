package dev.quire.edge.http;

import java.time.Duration;

/**
 * What the bodies of one kind of request may hold: one by itself, and all of a loop together.
 * Belongs to the loop.
 */
final class BodyAllowance {
  /** Of a request that is not read. */
  static final BodyAllowance NONE = new BodyAllowance(0, 0, Duration.ZERO);

  private final int bytes;
  private final Duration patience;
  private long left;

  /**
   * @param bytes of one body
   * @param together bytes of all bodies that are held at the same time
   * @param patience how long one may take to arrive
   */
  BodyAllowance(int bytes, long together, Duration patience) {
    this.bytes = bytes;
    this.patience = patience;
    this.left = together;
  }

  int bytes() {
    return bytes;
  }

  Duration patience() {
    return patience;
  }

  /** False where so much is not left. */
  boolean take(int amount) {
    if (amount > left) {
      return false;
    }
    left -= amount;
    return true;
  }

  void giveBack(int amount) {
    left += amount;
  }
}
