package dev.quire.crdt.lib0;

import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.fault.MalformedUpdateException.Fault;

/**
 * Strict UTF-8, read in place. Lengths and offsets are in UTF-16 units, in which clocks count text.
 */
public final class Utf8 {
  private Utf8() {}

  /**
   * How many UTF-16 units a text has.
   *
   * @throws MalformedUpdateException if it is not UTF-8
   */
  public static int utf16Length(byte[] bytes, int from, int to) {
    int units = 0;
    for (int at = from; at < to; ) {
      if (bytes[at] >= 0) {
        at++;
        units++;
      } else {
        int size = checkedSize(bytes, at, to);
        at += size;
        units += size == 4 ? 2 : 1;
      }
    }
    return units;
  }

  /**
   * Where a text goes on after that many UTF-16 units; behind a character of two units if it would
   * be in the middle of it.
   */
  public static int positionOf(byte[] bytes, int from, long units) {
    int at = from;
    for (long left = units; left > 0; ) {
      int size = size(bytes[at]);
      at += size;
      left -= size == 4 ? 2 : 1;
    }
    return at;
  }

  private static int size(byte lead) {
    if (lead >= 0) {
      return 1;
    }
    int bits = lead & 0xff;
    return bits < 0xe0 ? 2 : bits < 0xf0 ? 3 : 4;
  }

  /**
   * The size of the character at a position that isn't ASCII (table 3-7 of the Unicode standard).
   */
  private static int checkedSize(byte[] bytes, int at, int to) {
    int lead = bytes[at] & 0xff;
    int size = size(bytes[at]);
    if (lead < 0xc2 || lead > 0xf4 || at + size > to) {
      throw new MalformedUpdateException(Fault.INVALID_UTF8, at, "invalid UTF-8");
    }
    int second = bytes[at + 1] & 0xff;
    int least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    int most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    boolean valid = second >= least && second <= most;
    for (int i = 2; i < size; i++) {
      valid &= (bytes[at + i] & 0xc0) == 0x80;
    }
    if (!valid) {
      throw new MalformedUpdateException(Fault.INVALID_UTF8, at, "invalid UTF-8");
    }
    return size;
  }
}
