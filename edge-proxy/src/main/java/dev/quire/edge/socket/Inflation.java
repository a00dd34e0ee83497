package dev.quire.edge.socket;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks messages of permessage-deflate (RFC 7692, section 7.2.2) that clients pack each by itself
 * ({@code client_no_context_takeover}), so that nothing of one is needed for the next, and nothing
 * is kept of a socket. What comes out is bounded while it comes out: a bomb is given up where it
 * passes the bound, having taken no more than that.
 *
 * <p>Threading: any; nothing is shared.
 */
final class Inflation {
  /** What senders leave out at the end of each message. */
  private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

  private static final int PIECE_BYTES = 8 << 10;

  private Inflation() {}

  /** A packed message is none, or is longer than it may be when it is unpacked. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;
    private final boolean isTooLong;

    private Refused(boolean isTooLong) {
      super(null, null, false, false);
      this.isTooLong = isTooLong;
    }

    /** Else it is malformed. */
    boolean isTooLong() {
      return isTooLong;
    }
  }

  /**
   * @param packed a whole message
   * @param mostBytes of it, unpacked
   * @throws Refused where it is malformed or longer
   */
  static byte[] inflate(byte[] packed, int mostBytes) throws Refused {
    Inflater inflater = new Inflater(true);
    ByteArrayOutputStream message = new ByteArrayOutputStream(PIECE_BYTES);
    try {
      drain(inflater, packed, message, mostBytes);
      if (!inflater.finished()) {
        drain(inflater, TAIL, message, mostBytes);
      }
    } catch (DataFormatException malformed) {
      throw new Refused(false);
    } finally {
      inflater.end();
    }
    return message.toByteArray();
  }

  private static void drain(
      Inflater inflater, byte[] packed, ByteArrayOutputStream message, int mostBytes)
      throws DataFormatException, Refused {
    byte[] piece = new byte[PIECE_BYTES];
    inflater.setInput(packed);
    for (int length = inflater.inflate(piece); length > 0; length = inflater.inflate(piece)) {
      if (message.size() + length > mostBytes) {
        throw new Refused(true);
      }
      message.write(piece, 0, length);
    }
    if (inflater.getRemaining() > 0 || inflater.needsDictionary()) {
      throw new Refused(false);
    }
  }
}
