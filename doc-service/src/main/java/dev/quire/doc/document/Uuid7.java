package dev.quire.doc.document;

import java.util.UUID;
import java.util.random.RandomGenerator;

/** UUIDs of version 7 (RFC 9562, section 5.7): they sort by the millisecond they were made in. */
public final class Uuid7 {
  private Uuid7() {}

  /**
   * @param millis since 1970, 48 bits of it
   */
  public static UUID of(long millis, RandomGenerator random) {
    long high = millis << 16 | 0x7000 | (random.nextLong() & 0xfff);
    long low = 0x8000000000000000L | (random.nextLong() >>> 2);
    return new UUID(high, low);
  }
}
