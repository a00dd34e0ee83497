package dev.quire.crdt.lib0;

import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.fault.MalformedUpdateException.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Reads the primitives of lib0's binary encoding from a byte array.
 *
 * <p>Every method throws {@link MalformedUpdateException} on input it can't accept, and none
 * allocates more than the input still holds, whatever length the input declares. Integers end at
 * {@link #MAX_INTEGER}, the largest that JavaScript holds exactly. Not thread-safe.
 */
public final class Lib0Reader {
  /** 2^53 - 1: the largest integer of the format. */
  public static final long MAX_INTEGER = (1L << 53) - 1;

  /** Seven bits a byte: eight bytes hold 56 bits, more than any integer of the format needs. */
  private static final int MAX_VAR_UINT_SHIFT = 49;

  private final byte[] bytes;
  private final int end;
  private int position;

  public Lib0Reader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  /** Reads a part of an input, whose positions go on counting from the start of all of it. */
  public Lib0Reader(byte[] bytes, int from, int to) {
    Objects.checkFromToIndex(from, to, bytes.length);
    this.bytes = bytes;
    this.position = from;
    this.end = to;
  }

  /** Offset of the next byte. */
  public int position() {
    return position;
  }

  /**
   * Goes to another place.
   *
   * @param to offset in bytes from the start of the input, not behind its end
   */
  public void seek(int to) {
    Objects.checkIndex(to, end + 1);
    position = to;
  }

  /**
   * Passes over bytes.
   *
   * @param count how many; not more than {@link #remaining()}
   */
  public void skip(int count) {
    seek(position + count);
  }

  /** How many bytes are left. */
  public int remaining() {
    return end - position;
  }

  /** A refusal at the present position, of no class of its own, for the caller to throw. */
  public MalformedUpdateException malformed(String reason) {
    return malformed(Fault.NOT_ALLOWED, reason);
  }

  /** A refusal at the present position, for the caller to throw. */
  public MalformedUpdateException malformed(Fault fault, String reason) {
    return new MalformedUpdateException(fault, position, reason);
  }

  /** One unsigned byte. */
  public int readUint8() {
    if (position >= end) {
      throw malformed(Fault.ENDS_EARLY, "input ends early");
    }
    return bytes[position++] & 0xff;
  }

  /** An unsigned integer of 1 to 8 bytes, seven bits each, lowest first; 0 to 2^53 - 1. */
  public long readVarUint() {
    if (position < end && bytes[position] >= 0) {
      return bytes[position++];
    }
    long value = 0;
    for (int shift = 0; shift <= MAX_VAR_UINT_SHIFT; shift += 7) {
      int next = readUint8();
      value |= (next & 0x7fL) << shift;
      if (next < 0x80) {
        return checkInteger(value);
      }
    }
    throw malformed(Fault.OUT_OF_RANGE, "integer longer than 8 bytes");
  }

  /** A {@link #readVarUint()} that counts things of at least one byte each, all still to come. */
  public int readCount(String what) {
    long count = readVarUint();
    if (count > remaining()) {
      throw malformed(Fault.DECLARES_TOO_MUCH, "more " + what + " declared than bytes left");
    }
    return (int) count;
  }

  /**
   * A signed integer. Its first byte carries the sign and six bits, so that a negative zero exists;
   * it is the only result that isn't a {@code Long}.
   */
  public Number readVarInt() {
    int first = readUint8();
    boolean negative = (first & 0x40) != 0;
    long value = first & 0x3f;
    if ((first & 0x80) != 0) {
      value = readVarIntTail(value);
    }
    if (negative) {
      return value == 0 ? (Number) (-0.0) : (Number) (-value);
    }
    return value;
  }

  private long readVarIntTail(long head) {
    long value = head;
    for (int shift = 6; shift <= MAX_VAR_UINT_SHIFT; shift += 7) {
      int next = readUint8();
      value |= (next & 0x7fL) << shift;
      if (next < 0x80) {
        return checkInteger(value);
      }
    }
    throw malformed(Fault.OUT_OF_RANGE, "integer longer than 8 bytes");
  }

  private long checkInteger(long value) {
    if (value > MAX_INTEGER) {
      throw malformed(Fault.OUT_OF_RANGE, "integer above 2^53 - 1");
    }
    return value;
  }

  /** Four bytes, big-endian. */
  public float readFloat32() {
    return Float.intBitsToFloat((int) readBigEndian(Float.BYTES));
  }

  /** Eight bytes, big-endian. */
  public double readFloat64() {
    return Double.longBitsToDouble(readBigEndian(Double.BYTES));
  }

  /** A signed integer of eight bytes, big-endian. */
  public long readInt64() {
    return readBigEndian(Long.BYTES);
  }

  private long readBigEndian(int length) {
    if (remaining() < length) {
      throw malformed(Fault.ENDS_EARLY, "input ends early");
    }
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = value << 8 | (bytes[position++] & 0xff);
    }
    return value;
  }

  /** Length-prefixed bytes, copied. */
  public byte[] readVarBytes() {
    int length = readCount("bytes");
    byte[] copy = Arrays.copyOfRange(bytes, position, position + length);
    position += length;
    return copy;
  }

  /** Length-prefixed, strictly valid UTF-8; a byte order mark is kept as a character. */
  public String readVarString() {
    int length = readCount("bytes");
    int from = position;
    position += length;
    if (isAscii(from, length)) {
      return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }
    String lenient = new String(bytes, from, length, StandardCharsets.UTF_8);
    // Only where a replacement character turns up can the bytes have been wrong.
    return lenient.indexOf('\ufffd') < 0 ? lenient : decodeStrictly(from, length);
  }

  /**
   * Passes over a length-prefixed text that is all ASCII; returns how long it is. Of any other text
   * it returns -1, and stands somewhere inside.
   */
  public int skipVarAscii() {
    int length = readCount("bytes");
    if (!isAscii(position, length)) {
      return -1;
    }
    position += length;
    return length;
  }

  /** Copies bytes of the input, wherever this stands. */
  public void copy(int from, byte[] to, int at, int length) {
    if (length == 1) {
      to[at] = bytes[from];
    } else {
      System.arraycopy(bytes, from, to, at, length);
    }
  }

  /** Passes over a length-prefixed text, checking no less than {@link #readVarString} does. */
  public void skipVarString() {
    int length = readCount("bytes");
    Utf8.utf16Length(bytes, position, position + length);
    position += length;
  }

  private boolean isAscii(int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }

  private String decodeStrictly(int from, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes, from, length))
          .toString();
    } catch (CharacterCodingException invalid) {
      MalformedUpdateException malformed =
          new MalformedUpdateException(Fault.INVALID_UTF8, from, "invalid UTF-8");
      malformed.initCause(invalid);
      throw malformed;
    }
  }

  /** Refuses bytes behind what was to be read. */
  public void expectEnd() {
    if (position != end) {
      throw malformed(Fault.TRAILING_BYTES, "unexpected bytes at the end");
    }
  }
}
