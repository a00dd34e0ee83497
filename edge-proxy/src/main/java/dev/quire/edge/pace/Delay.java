package dev.quire.edge.pace;

import java.util.concurrent.TimeUnit;

/** The longest of some waits, and the limit that asks for it. */
public final class Delay {
  private long nanos;
  private String limit = "";

  /**
   * @param limit a setting's name without {@code QUIRE_LIMIT_}, in lower case, behind its prefix
   */
  public void atLeast(long atLeastNanos, String prefix, String limit) {
    if (atLeastNanos > nanos) {
      nanos = atLeastNanos;
      this.limit = prefix + limit;
    }
  }

  public boolean isNone() {
    return nanos == 0;
  }

  /** In whole milliseconds; 0 where there is none. */
  public long orNone() {
    return isNone() ? 0 : millis();
  }

  /** In whole milliseconds, one at least. */
  public long millis() {
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos));
  }

  /** Whose it is; empty where there is none. */
  public String limit() {
    return limit;
  }
}
