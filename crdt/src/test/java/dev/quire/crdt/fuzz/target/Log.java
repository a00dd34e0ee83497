package dev.quire.crdt.fuzz.target;

import dev.quire.crdt.lib0.Lib0Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Several byte arrays as one, since a fuzzer's input is one: each behind its length as a varint.
 * Every input can be read; a length that is too large takes what is left.
 */
public final class Log {
  private Log() {}

  /** The arrays in an input. */
  public static List<byte[]> read(byte[] input) {
    List<byte[]> parts = new ArrayList<>();
    int at = 0;
    while (at < input.length) {
      int length = 0;
      for (int shift = 0; at < input.length && shift < 28; shift += 7) {
        int next = input[at++];
        length |= (next & 0x7f) << shift;
        if (next >= 0) {
          break;
        }
      }
      int end = Math.min(input.length, at + length);
      parts.add(Arrays.copyOfRange(input, at, end));
      at = end;
    }
    return parts;
  }

  /** One input that holds these arrays. */
  public static byte[] write(List<byte[]> parts) {
    Lib0Writer out = new Lib0Writer();
    parts.forEach(out::writeVarBytes);
    return out.toByteArray();
  }
}
