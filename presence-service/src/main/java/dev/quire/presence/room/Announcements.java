package dev.quire.presence.room;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Whose states everybody is still to be told, newest only, and when: what is told next waits until
 * what was told last has been paid for. Pure; of one room.
 */
final class Announcements {
  /** However dear it is: slower, and carets would be taken for gone. */
  private static final long LONGEST_SEND_MILLIS = 2_000;

  private final RoomLimits limits;
  private final Consumer<String> limited;
  private final Set<Long> unsent = new LinkedHashSet<>();
  private long lastMillis = Long.MIN_VALUE / 2;
  private long lastBytes;

  Announcements(RoomLimits limits, Consumer<String> limited) {
    this.limits = limits;
    this.limited = limited;
  }

  void changed(long clientId) {
    unsent.add(clientId);
  }

  boolean areNone() {
    return unsent.isEmpty();
  }

  /**
   * When the sessions may be told the next.
   *
   * @param sessions how many there are
   */
  long nextMillis(int sessions) {
    long paid = lastBytes * sessions * 1000 / limits.sentBytesPerSecond();
    return lastMillis + Math.max(limits.sendMillis(), Math.min(paid, LONGEST_SEND_MILLIS));
  }

  /** Whose states there are to tell, which are told by this. */
  Set<Long> take(long now) {
    lastMillis = now;
    lastBytes = 0;
    Set<Long> taken = new LinkedHashSet<>(unsent);
    unsent.clear();
    return taken;
  }

  /** What was taken has this length, for each of so many sessions. */
  void told(int bytes, int sessions) {
    lastBytes = bytes;
    if (nextMillis(sessions) > lastMillis + limits.sendMillis()) {
      limited.accept("presence_bytes_per_second");
    }
  }
}
