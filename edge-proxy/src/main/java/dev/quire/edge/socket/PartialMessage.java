package dev.quire.edge.socket;

import java.util.ArrayList;
import java.util.List;

/** The pieces of one message that is not whole yet, and their place among all that are held. */
final class PartialMessage {
  private final PartialMessages all;
  private final boolean isKnown;
  private final List<byte[]> pieces = new ArrayList<>();
  private int bytes;

  /**
   * @param isKnown whether its sender is, for all of the message
   */
  PartialMessage(PartialMessages all, boolean isKnown) {
    this.all = all;
    this.isKnown = isKnown;
  }

  int bytes() {
    return bytes;
  }

  /**
   * Puts a piece behind the others.
   *
   * @param most bytes that all messages of those like this sender may hold
   * @return false where there is no room for it
   */
  boolean add(byte[] piece, long most) {
    if (!all.hold(isKnown, piece.length, most)) {
      return false;
    }
    pieces.add(piece);
    bytes += piece.length;
    return true;
  }

  /** All of it. */
  byte[] whole() {
    byte[] whole = new byte[bytes];
    int at = 0;
    for (byte[] piece : pieces) {
      System.arraycopy(piece, 0, whole, at, piece.length);
      at += piece.length;
    }
    return whole;
  }

  /** It is whole, or will never be. */
  void release() {
    pieces.clear();
    all.release(isKnown, bytes);
    bytes = 0;
  }
}
