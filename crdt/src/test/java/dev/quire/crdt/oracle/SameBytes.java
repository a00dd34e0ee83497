package dev.quire.crdt.oracle;

import java.util.Arrays;
import java.util.HexFormat;

/** Compares long byte arrays with a message that fits on a screen. */
final class SameBytes {
  private static final int SHOWN = 24;

  private SameBytes() {}

  static void assertSame(String what, byte[] actual, byte[] expected) {
    int at = Arrays.mismatch(actual, expected);
    if (at >= 0) {
      throw new AssertionError(
          "%s: %d bytes, expected %d; they part at byte %d: …%s…, expected …%s…"
              .formatted(
                  what, actual.length, expected.length, at, at(actual, at), at(expected, at)));
    }
  }

  private static String at(byte[] bytes, int at) {
    int from = Math.max(0, at - SHOWN / 2);
    return HexFormat.ofDelimiter(" ")
        .formatHex(bytes, Math.min(from, bytes.length), Math.min(bytes.length, at + SHOWN));
  }
}
