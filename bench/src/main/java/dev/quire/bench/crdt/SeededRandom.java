package dev.quire.bench.crdt;

/** Seeded pseudo-random numbers (mulberry32): what {@code node/crdt/random.mjs} draws, too. */
final class SeededRandom {
  private int state;

  SeededRandom(int seed) {
    this.state = seed;
  }

  private long bits() {
    state += 0x6d2b79f5;
    int mixed = (state ^ (state >>> 15)) * (state | 1);
    mixed ^= mixed + (mixed ^ (mixed >>> 7)) * (mixed | 61);
    return Integer.toUnsignedLong(mixed ^ (mixed >>> 14));
  }

  /** From {@code low} to {@code high}, both included. */
  int between(int low, int high) {
    return (int) (low + bits() % ((long) high - low + 1));
  }

  boolean coin() {
    return (bits() & 1) == 1;
  }

  /** Lower case letters, as many as drawn from {@code shortest} to {@code longest}. */
  String word(int shortest, int longest) {
    int length = between(shortest, longest);
    StringBuilder word = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      word.append((char) between('a', 'z'));
    }
    return word.toString();
  }
}
