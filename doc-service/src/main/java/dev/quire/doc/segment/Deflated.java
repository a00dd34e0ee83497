package dev.quire.doc.segment;

import dev.quire.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Raw Deflate (RFC 1951) of bytes whose largest size is known. */
public final class Deflated {
  private static final int BUFFER_BYTES = 8192;

  private Deflated() {}

  /** As small as it gets. */
  public static byte[] deflate(byte[] plain) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try {
      deflater.setInput(plain);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 8 + 64);
      byte[] buffer = new byte[BUFFER_BYTES];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  /**
   * What was deflated first, and the bytes that follow it as they are.
   *
   * @param rest nothing, where nothing follows
   */
  record First(Bytes plain, Bytes rest) {}

  /**
   * Undoes {@link #deflate}.
   *
   * @param mostBytes more than this is not inflated
   * @throws DamagedSegment where it is no Deflate, is cut short, or becomes longer
   */
  public static byte[] inflate(byte[] deflated, long mostBytes) {
    return inflateFirst(deflated, mostBytes).plain().array();
  }

  /** As {@link #inflate}, with what stands behind the end of the Deflate. */
  static First inflateFirst(byte[] deflated, long mostBytes) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(deflated);
      ByteArrayOutputStream out = new ByteArrayOutputStream(deflated.length * 4 + 64);
      byte[] buffer = new byte[BUFFER_BYTES];
      while (!inflater.finished()) {
        int n = inflater.inflate(buffer);
        if (n == 0 && !inflater.finished()) {
          throw new DamagedSegment("cut short after " + out.size() + " bytes");
        }
        out.write(buffer, 0, n);
        if (out.size() > mostBytes) {
          throw new DamagedSegment("longer than " + mostBytes + " bytes");
        }
      }
      int end = deflated.length - inflater.getRemaining();
      return new First(
          Bytes.of(out.toByteArray()),
          Bytes.of(Arrays.copyOfRange(deflated, end, deflated.length)));
    } catch (DataFormatException e) {
      throw new DamagedSegment("not compressed as it should be: " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }
}
