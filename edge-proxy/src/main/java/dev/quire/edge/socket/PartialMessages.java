package dev.quire.edge.socket;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the process holds of messages that have not come whole: each is bounded, but thousands that
 * never end would not be. Strangers have a share of their own. Safe from any thread.
 */
final class PartialMessages {
  private final AtomicLong strangers = new AtomicLong();
  private final AtomicLong known = new AtomicLong();

  /** Bytes held just now. */
  long bytes() {
    return strangers.get() + known.get();
  }

  /**
   * Takes so many bytes; {@link #release} is to be called for them.
   *
   * @return false where there is no room for them: then nothing was taken
   */
  boolean hold(boolean isKnown, int bytes, long most) {
    AtomicLong share = isKnown ? known : strangers;
    if (share.addAndGet(bytes) > most) {
      share.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  void release(boolean isKnown, int bytes) {
    (isKnown ? known : strangers).addAndGet(-bytes);
  }
}
