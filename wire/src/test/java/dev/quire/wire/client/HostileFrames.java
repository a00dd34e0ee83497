package dev.quire.wire.client;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Messages that no honest client sends: noise, and honest ones cut short or with bits turned. */
final class HostileFrames {
  private HostileFrames() {}

  static Stream<byte[]> of(long seed, int count, List<byte[]> honest) {
    Random random = new Random(seed);
    return IntStream.range(0, count).mapToObj(i -> one(random, honest));
  }

  private static byte[] one(Random random, List<byte[]> honest) {
    byte[] bytes = honest.get(random.nextInt(honest.size())).clone();
    switch (random.nextInt(3)) {
      case 0 -> {
        bytes = new byte[random.nextInt(64)];
        random.nextBytes(bytes);
      }
      case 1 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      default -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }
}
