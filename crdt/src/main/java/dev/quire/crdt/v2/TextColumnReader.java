package dev.quire.crdt.v2;

import dev.quire.crdt.fault.MalformedUpdateException.Fault;
import dev.quire.crdt.lib0.Lib0Reader;
import dev.quire.crdt.lib0.Lib0Writer;
import dev.quire.crdt.lib0.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what a {@link TextColumnWriter} writes, without decoding: a text is where its bytes stand.
 *
 * <p>Where a length ends inside a surrogate pair, each half becomes U+FFFD, as it does in yjs when
 * it is written again.
 */
final class TextColumnReader {
  private static final byte[] REPLACEMENT = {(byte) 0xef, (byte) 0xbf, (byte) 0xbd};

  private final Lib0Reader in;
  private final UintColumnReader lengths;
  private final byte[] input;
  private final int end;
  private final boolean isAscii;
  private int position;
  private long unitsLeft;

  /** Whether the first half of the pair at {@link #position} has been read. */
  private boolean inPair;

  private byte[] bytes;
  private int from;
  private int to;
  private long units;

  /**
   * Stands before the first text.
   *
   * @param in reads from {@code input}
   */
  TextColumnReader(byte[] input, Lib0Reader in) {
    this.in = in;
    this.input = input;
    this.bytes = input;
    int size = in.readCount("bytes");
    this.position = in.position();
    this.end = position + size;
    this.unitsLeft = Utf8.utf16Length(input, position, end);
    this.isAscii = unitsLeft == size;
    in.skip(size);
    this.lengths = new UintColumnReader(in);
  }

  /** Goes on to the next text. */
  void next() {
    units = lengths.read();
    if (units > unitsLeft) {
      throw in.malformed(Fault.DECLARES_TOO_MUCH, "longer text declared than there is");
    }
    unitsLeft -= units;
    bytes = input;
    from = position;
    if (isAscii) {
      position += (int) units;
      to = position;
    } else {
      cut();
    }
  }

  private void cut() {
    boolean startsInPair = inPair && units > 0;
    int begin = startsInPair ? position + 4 : position;
    long rest = startsInPair ? units - 1 : units;
    int behind = Utf8.positionOf(input, begin, rest);
    boolean endsInPair = rest > 0 && Utf8.utf16Length(input, begin, behind) > rest;
    if (units > 0) {
      inPair = endsInPair;
      position = endsInPair ? behind - 4 : behind;
    }
    from = begin;
    to = endsInPair ? behind - 4 : behind;
    if (startsInPair || endsInPair) {
      replaceHalves(startsInPair, endsInPair);
    }
  }

  private void replaceHalves(boolean atStart, boolean atEnd) {
    Lib0Writer whole = new Lib0Writer(to - from + 2 * REPLACEMENT.length);
    if (atStart) {
      whole.writeBytes(REPLACEMENT);
    }
    whole.writeBytes(input, from, to - from);
    if (atEnd) {
      whole.writeBytes(REPLACEMENT);
    }
    bytes = whole.toByteArray();
    from = 0;
    to = bytes.length;
  }

  /** The length of the present text in UTF-16 units. */
  long units() {
    return units;
  }

  /** Writes the present text as v1 does. */
  void writeTo(Lib0Writer out) {
    out.writeVarUint(to - from);
    out.writeBytes(bytes, from, to - from);
  }

  /** A copy of the present text as UTF-8. */
  byte[] toByteArray() {
    return Arrays.copyOfRange(bytes, from, to);
  }

  /** The present text. */
  String text() {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  void expectEnd() {
    if (unitsLeft > 0) {
      throw Columns.unread(in);
    }
    lengths.expectEnd();
  }
}
