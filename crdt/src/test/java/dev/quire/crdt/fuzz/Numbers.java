package dev.quire.crdt.fuzz;

import java.util.Random;

/** Numbers at which decoders go wrong. */
final class Numbers {
  private static final long[] INTERESTING = {
    0,
    1,
    2,
    3,
    63,
    64,
    127,
    128,
    255,
    1 << 14,
    (1 << 14) - 1,
    0xffff,
    Integer.MAX_VALUE,
    Integer.MAX_VALUE - 1L,
    1L << 31,
    0xffffffffL,
    1L << 32,
    (1L << 53) - 1,
    (1L << 53) - 2,
    (1L << 52),
    1L << 53,
    Long.MAX_VALUE >>> 7
  };

  private Numbers() {}

  static long draw(Random random) {
    return INTERESTING[random.nextInt(INTERESTING.length)];
  }

  /** A number near or far from another, at least 0. */
  static long changed(long number, Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Math.max(0, number + random.nextInt(5) - 2);
      case 1 -> random.nextInt(8);
      case 2 -> draw(random);
      default -> Math.max(0, number + random.nextInt(200) - 100);
    };
  }
}
