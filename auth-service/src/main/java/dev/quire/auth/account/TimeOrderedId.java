package dev.quire.auth.account;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** UUIDs of version 7 (RFC 9562): 48 bits of time in milliseconds, 74 random bits. */
public final class TimeOrderedId {
  private static final SecureRandom RANDOM = new SecureRandom();

  private TimeOrderedId() {}

  public static UUID at(Instant time) {
    long high = time.toEpochMilli() << 16 | 0x7000 | (RANDOM.nextLong() & 0xfff);
    long low = 0x8000_0000_0000_0000L | RANDOM.nextLong() >>> 2;
    return new UUID(high, low);
  }
}
