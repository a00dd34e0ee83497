package dev.quire.wire;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Rendezvous hashing (Thaler and Ravishankar, 1998): who of the living should have a key. When one
 * of them comes or goes, only the keys it gains or had move.
 */
public final class Rendezvous {
  private Rendezvous() {}

  /** The candidate with the highest score for the key; empty where there are none. */
  public static Optional<String> first(long key, Collection<String> candidates) {
    return candidates.stream()
        .max(
            Comparator.<String>comparingLong(candidate -> score(key, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  static long score(long key, String candidate) {
    long hash = 0xcbf29ce484222325L ^ mix(key);
    for (byte b : candidate.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return mix(hash);
  }

  /** The finaliser of SplitMix64: every bit of the input reaches every bit of the output. */
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
