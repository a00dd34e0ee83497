package dev.quire.crdt.fuzz;

import dev.quire.crdt.lib0.Lib0Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes bytes without knowing what they mean; may know words of the language. */
final class BytesMutator implements Mutator {
  private static final int LONGEST_RUN = 64;

  private final List<byte[]> words;

  /**
   * A mutator.
   *
   * @param words what to strew in; may be empty
   */
  BytesMutator(List<String> words) {
    this.words = words.stream().map(word -> word.getBytes(StandardCharsets.UTF_8)).toList();
  }

  @Override
  public byte[] mutate(byte[] input, byte[] other, Random random) {
    byte[] changed = input;
    for (int i = random.nextInt(3); i >= 0; i--) {
      changed = once(changed, other, random);
    }
    return changed;
  }

  @Override
  public List<byte[]> smaller(byte[] input) {
    List<byte[]> smaller = new ArrayList<>();
    for (int count = input.length / 2; count > 0; count /= 2) {
      for (int at = 0; at + count <= input.length; at += count) {
        smaller.add(replaced(input, at, count, new byte[0]));
      }
    }
    return smaller;
  }

  private byte[] once(byte[] input, byte[] other, Random random) {
    int at = random.nextInt(input.length + 1);
    int rest = input.length - at;
    return switch (random.nextInt(words.isEmpty() ? 8 : 11)) {
      case 0 -> replaced(input, at, Math.min(rest, 1), new byte[] {(byte) random.nextInt(256)});
      case 1 -> nudged(input, at, random);
      case 2 -> replaced(input, at, Math.min(rest, 1 + random.nextInt(8)), new byte[0]);
      case 3 -> replaced(input, at, Math.min(rest, random.nextInt(3)), varint(random));
      case 4 -> replaced(input, at, 0, part(input, random));
      case 5 ->
          replaced(input, at, Math.min(rest, random.nextInt(LONGEST_RUN)), part(other, random));
      case 6 -> Arrays.copyOf(input, at);
      case 7 -> replaced(input, at, 0, repeated(part(input, random), random));
      case 8 -> replaced(input, at, 0, repeated(word(random), random));
      default -> replaced(input, at, Math.min(rest, random.nextInt(3)), word(random));
    };
  }

  private byte[] word(Random random) {
    return words.get(random.nextInt(words.size()));
  }

  private static byte[] nudged(byte[] input, int at, Random random) {
    byte[] changed = input.clone();
    if (at < changed.length) {
      changed[at] =
          (byte)
              (random.nextBoolean()
                  ? changed[at] ^ 1 << random.nextInt(8)
                  : changed[at] + random.nextInt(5) - 2);
    }
    return changed;
  }

  private static byte[] varint(Random random) {
    Lib0Writer out = new Lib0Writer();
    out.writeVarUint(Numbers.draw(random));
    return out.toByteArray();
  }

  private static byte[] part(byte[] of, Random random) {
    int from = random.nextInt(of.length + 1);
    return Arrays.copyOfRange(
        of, from, from + random.nextInt(Math.min(LONGEST_RUN, of.length - from) + 1));
  }

  private static byte[] repeated(byte[] part, Random random) {
    Lib0Writer out = new Lib0Writer();
    for (int i = random.nextInt(random.nextInt(8) == 0 ? 150 : 4); i >= 0; i--) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] replaced(byte[] input, int at, int count, byte[] by) {
    byte[] changed = new byte[input.length - count + by.length];
    System.arraycopy(input, 0, changed, 0, at);
    System.arraycopy(by, 0, changed, at, by.length);
    System.arraycopy(input, at + count, changed, at + by.length, input.length - at - count);
    return changed;
  }
}
