package dev.quire.wire.doc;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * How a snapshot is stored: {@code u8 format = 1, u32 length of the state, raw deflate of the
 * state}, the state being one Yjs update, format v1. Costs processor time in proportion to the
 * state: call it off the event loop.
 */
public final class SnapshotFormat {
  /** Snapshots are moved and stored in chunks of this many bytes, the last one shorter. */
  public static final int CHUNK_BYTES = 256 * 1024;

  /**
   * The largest state to unpack, far over the limit of what may still be edited: an update can cut
   * more structs than it has bytes, so a state may come to measure more than was ever let in, and
   * what is acknowledged has to be loaded whatever it measures.
   */
  public static final int MAX_STATE_BYTES = 1 << 30;

  private static final byte FORMAT = 1;
  private static final int HEADER_BYTES = 5;

  private SnapshotFormat() {}

  public static byte[] compress(byte[] state) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    try {
      deflater.setInput(state);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream(state.length / 2 + 64);
      out.write(FORMAT);
      for (int shift = 24; shift >= 0; shift -= 8) {
        out.write(state.length >>> shift);
      }
      byte[] buffer = new byte[8192];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  /**
   * @param maxBytes the largest state to make
   * @throws IllegalArgumentException where the bytes are not a snapshot, or a larger one
   */
  public static byte[] decompress(byte[] snapshot, int maxBytes) {
    if (snapshot.length < HEADER_BYTES || snapshot[0] != FORMAT) {
      throw new IllegalArgumentException("not a snapshot of a format known here");
    }
    int length = 0;
    for (int i = 1; i < HEADER_BYTES; i++) {
      length = length << 8 | (snapshot[i] & 0xff);
    }
    if (length < 0 || length > maxBytes) {
      throw new IllegalArgumentException("a snapshot of " + length + " bytes, over " + maxBytes);
    }
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(snapshot, HEADER_BYTES, snapshot.length - HEADER_BYTES);
      byte[] state = new byte[length];
      int done = 0;
      while (done < length) {
        int n = inflater.inflate(state, done, length - done);
        if (n == 0) {
          throw new IllegalArgumentException("a snapshot cut short at " + done + " of " + length);
        }
        done += n;
      }
      return state;
    } catch (DataFormatException e) {
      throw new IllegalArgumentException("a damaged snapshot: " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }
}
