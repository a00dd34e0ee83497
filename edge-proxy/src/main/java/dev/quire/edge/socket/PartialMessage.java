package dev.quire.edge.socket;

import java.util.Arrays;

/**
 * One message that is not whole yet, and its place among all that are held. Its pieces are put
 * together as they come: thousands of tiny ones would take many times what is in them.
 */
final class PartialMessage {
  private static final int LEAST = 256;

  private final PartialMessages all;
  private final boolean isKnown;
  private final int longest;
  private byte[] pieces = new byte[0];
  private int bytes;

  /**
   * @param isKnown whether its sender is, for all of the message
   * @param longest bytes that it may have
   */
  PartialMessage(PartialMessages all, boolean isKnown, int longest) {
    this.all = all;
    this.isKnown = isKnown;
    this.longest = longest;
  }

  int bytes() {
    return bytes;
  }

  /**
   * Puts a piece behind the others.
   *
   * @param piece not longer than what may still come
   * @param most bytes that all messages of those like this sender may hold
   * @return false where there is no room for it
   */
  boolean add(byte[] piece, long most) {
    int needed = bytes + piece.length;
    if (needed > pieces.length) {
      int room = Math.max(needed, Math.min(longest, Math.max(LEAST, 2 * pieces.length)));
      if (!all.hold(isKnown, room - pieces.length, most)) {
        return false;
      }
      pieces = Arrays.copyOf(pieces, room);
    }
    System.arraycopy(piece, 0, pieces, bytes, piece.length);
    bytes = needed;
    return true;
  }

  /** All of it. */
  byte[] whole() {
    return Arrays.copyOf(pieces, bytes);
  }

  /** It is whole, or will never be. */
  void release() {
    all.release(isKnown, pieces.length);
    pieces = new byte[0];
    bytes = 0;
  }
}
