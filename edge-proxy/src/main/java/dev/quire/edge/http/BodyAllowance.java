package dev.quire.edge.http;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * What the bodies of one kind of request may hold: one by itself, and all of a loop together.
 * Belongs to the loop.
 */
final class BodyAllowance {
  /** Of a request that is not read. */
  static final BodyAllowance NONE = new BodyAllowance(0, 0, Duration.ZERO, limit -> {});

  private final int bytes;
  private final Duration patience;
  private final Consumer<String> limited;
  private long left;

  /**
   * @param bytes of one body
   * @param together bytes of all bodies that are held at the same time
   * @param patience how long one may take to arrive
   * @param limited told when a bound was reached
   */
  BodyAllowance(int bytes, long together, Duration patience, Consumer<String> limited) {
    this.limited = limited;
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

  /** Whether one body may have so many bytes. */
  boolean fits(long amount) {
    if (amount > bytes) {
      limited.accept("body_bytes");
      return false;
    }
    return true;
  }

  /** One has taken longer than it may. */
  void late() {
    limited.accept("body_millis");
  }

  /** False where so much is not left. */
  boolean take(int amount) {
    if (amount > left) {
      limited.accept("all_body_bytes");
      return false;
    }
    left -= amount;
    return true;
  }

  void giveBack(int amount) {
    left += amount;
  }
}
