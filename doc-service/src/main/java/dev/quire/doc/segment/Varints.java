package dev.quire.doc.segment;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Numbers of seven bits a byte, the lowest first. */
final class Varints {
  private Varints() {}

  static final class Writer {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    void writeByte(int value) {
      out.write(value);
    }

    void writeBytes(byte[] bytes) {
      out.writeBytes(bytes);
    }

    void write(long value) {
      long rest = value;
      while ((rest & ~0x7fL) != 0) {
        out.write(((int) (rest & 0x7f)) | 0x80);
        rest >>>= 7;
      }
      out.write((int) rest);
    }

    /** With the sign in the lowest bit, so that small negative numbers are short. */
    void writeSigned(long value) {
      write((value << 1) ^ (value >> 63));
    }

    byte[] toByteArray() {
      return out.toByteArray();
    }
  }

  /** Fails with {@link DamagedSegment} wherever the bytes cannot be meant. */
  static final class Reader {
    private final byte[] in;
    private int at;

    Reader(byte[] in) {
      this.in = in;
    }

    int readByte() {
      if (at == in.length) {
        throw new DamagedSegment("a head that ends early");
      }
      return in[at++] & 0xff;
    }

    long read() {
      long value = 0;
      for (int shift = 0; shift < 64; shift += 7) {
        int next = readByte();
        value |= (long) (next & 0x7f) << shift;
        if (next < 0x80) {
          return value;
        }
      }
      throw new DamagedSegment("a number without end");
    }

    long readSigned() {
      long value = read();
      return (value >>> 1) ^ -(value & 1);
    }

    /** A number of things that take a byte each at least. */
    int readCount() {
      long count = read();
      if (count < 0 || count > in.length - at) {
        throw new DamagedSegment("more things than bytes");
      }
      return (int) count;
    }

    int readLength() {
      long length = read();
      if (length < 0 || length > Integer.MAX_VALUE) {
        throw new DamagedSegment("an update of " + length + " bytes");
      }
      return (int) length;
    }

    /** Where a run that begins at {@code from} ends: at {@code most} at the latest. */
    int runEnd(int from, int most) {
      long length = read();
      if (length < 1 || length > most - from) {
        throw new DamagedSegment("a run of " + length);
      }
      return from + (int) length;
    }

    byte[] readBytes(int length) {
      byte[] bytes = Arrays.copyOfRange(in, at, at + length);
      at += length;
      return bytes;
    }

    void requireEnd() {
      if (at != in.length) {
        throw new DamagedSegment("a head that goes on behind its end");
      }
    }
  }
}
