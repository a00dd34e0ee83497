package dev.quire.crdt.lib0;

import java.util.Arrays;

/** Writes the primitives of lib0's binary encoding to a growing byte array. Not thread-safe. */
public final class Lib0Writer {
  private static final int MAX_UTF8_BYTES_PER_CHAR = 3;

  private byte[] bytes;
  private int size;

  public Lib0Writer() {
    this(64);
  }

  /**
   * An empty output.
   *
   * @param capacity how many bytes to hold before the first growth
   */
  public Lib0Writer(int capacity) {
    this.bytes = new byte[Math.max(16, capacity)];
  }

  /** Forgets what has been written and keeps the room for it. */
  public void clear() {
    size = 0;
  }

  /** How many bytes have been written. */
  public int size() {
    return size;
  }

  /** A copy of what has been written. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /** The lowest eight bits of {@code value}. */
  public void writeUint8(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
  }

  /**
   * Seven bits a byte, lowest first.
   *
   * @param value 0 to 2^53 - 1
   */
  public void writeVarUint(long value) {
    ensure(9);
    long rest = value;
    while (rest > 0x7f) {
      bytes[size++] = (byte) (0x80 | (rest & 0x7f));
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /**
   * The signed form, with the sign apart so that negative zero can be written.
   *
   * @param magnitude 0 to 2^53 - 1
   */
  public void writeVarInt(long magnitude, boolean negative) {
    ensure(9);
    long rest = magnitude >>> 6;
    int sign = negative ? 0x40 : 0;
    bytes[size++] = (byte) ((rest > 0 ? 0x80 : 0) | sign | (magnitude & 0x3f));
    while (rest > 0) {
      bytes[size++] = (byte) ((rest > 0x7f ? 0x80 : 0) | (rest & 0x7f));
      rest >>>= 7;
    }
  }

  /** Four bytes, big-endian. */
  public void writeFloat32(float value) {
    writeBigEndian(Float.floatToIntBits(value), Float.BYTES);
  }

  /** Eight bytes, big-endian. */
  public void writeFloat64(double value) {
    writeBigEndian(Double.doubleToLongBits(value), Double.BYTES);
  }

  /** Eight bytes, big-endian. */
  public void writeInt64(long value) {
    writeBigEndian(value, Long.BYTES);
  }

  private void writeBigEndian(long value, int length) {
    ensure(length);
    for (int shift = (length - 1) * 8; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  /** Length-prefixed bytes. */
  public void writeVarBytes(byte[] value) {
    writeVarUint(value.length);
    writeBytes(value, 0, value.length);
  }

  /** Bytes as they are. */
  public void writeBytes(byte[] value) {
    writeBytes(value, 0, value.length);
  }

  /** Everything that another writer holds, as it is. */
  public void writeAll(Lib0Writer other) {
    writeBytes(other.bytes, 0, other.size);
  }

  /** A range of bytes as they are. */
  public void writeBytes(byte[] value, int from, int length) {
    ensure(length);
    System.arraycopy(value, from, bytes, size, length);
    size += length;
  }

  /** Length-prefixed UTF-8. */
  public void writeVarString(String value) {
    writeVarString(value, 0);
  }

  /**
   * Length-prefixed UTF-8 of what follows the first {@code from} UTF-16 units. An unpaired
   * surrogate becomes U+FFFD, as in JavaScript's TextEncoder.
   */
  public void writeVarString(String value, int from) {
    int chars = value.length() - from;
    if (chars * (long) MAX_UTF8_BYTES_PER_CHAR <= 0x7f) {
      ensure(1 + chars * MAX_UTF8_BYTES_PER_CHAR);
      int lengthAt = size++;
      writeUtf8(value, from);
      bytes[lengthAt] = (byte) (size - lengthAt - 1);
    } else {
      int length = utf8Length(value, from);
      writeVarUint(length);
      ensure(length);
      writeUtf8(value, from);
    }
  }

  /** Length-prefixed UTF-8 of units below 256, a byte each. */
  public void writeVarLatin(byte[] units, int from, int length) {
    int wide = 0;
    for (int i = from; i < from + length; i++) {
      wide += units[i] >>> 31;
    }
    writeVarUint(length + wide);
    if (wide == 0) {
      writeBytes(units, from, length);
      return;
    }
    ensure(length + wide);
    for (int i = from; i < from + length; i++) {
      int unit = units[i] & 0xff;
      if (unit >= 0x80) {
        bytes[size++] = (byte) (0xc0 | unit >> 6);
        unit = 0x80 | (unit & 0x3f);
      }
      bytes[size++] = (byte) unit;
    }
  }

  private static int utf8Length(String value, int from) {
    long length = 0;
    for (int i = from; i < value.length(); i++) {
      char unit = value.charAt(i);
      if (unit < 0x80) {
        length++;
      } else if (unit < 0x800) {
        length += 2;
      } else if (isPairAt(value, i)) {
        length += 4;
        i++;
      } else {
        length += 3;
      }
    }
    return Math.toIntExact(length);
  }

  private void writeUtf8(String value, int from) {
    for (int i = from; i < value.length(); i++) {
      char unit = value.charAt(i);
      if (unit < 0x80) {
        bytes[size++] = (byte) unit;
      } else if (unit < 0x800) {
        bytes[size++] = (byte) (0xc0 | unit >> 6);
        bytes[size++] = (byte) (0x80 | (unit & 0x3f));
      } else if (isPairAt(value, i)) {
        int point = Character.toCodePoint(unit, value.charAt(++i));
        bytes[size++] = (byte) (0xf0 | point >> 18);
        bytes[size++] = (byte) (0x80 | (point >> 12 & 0x3f));
        bytes[size++] = (byte) (0x80 | (point >> 6 & 0x3f));
        bytes[size++] = (byte) (0x80 | (point & 0x3f));
      } else {
        int whole = Character.isSurrogate(unit) ? 0xfffd : unit;
        bytes[size++] = (byte) (0xe0 | whole >> 12);
        bytes[size++] = (byte) (0x80 | (whole >> 6 & 0x3f));
        bytes[size++] = (byte) (0x80 | (whole & 0x3f));
      }
    }
  }

  private static boolean isPairAt(String value, int i) {
    return Character.isHighSurrogate(value.charAt(i))
        && i + 1 < value.length()
        && Character.isLowSurrogate(value.charAt(i + 1));
  }

  private void ensure(int more) {
    int needed = Math.addExact(size, more);
    if (needed > bytes.length) {
      long doubled = Math.max(needed, bytes.length * 2L);
      bytes = Arrays.copyOf(bytes, (int) Math.min(doubled, Integer.MAX_VALUE - 8));
    }
  }
}
