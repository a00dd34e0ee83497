package dev.quire.wire.session;

import dev.quire.wire.Bytes;
import dev.quire.wire.WireMessage;

/**
 * Asks for the next part of a state that {@link ToEdge.Synchronised} began. The edge asks for the
 * next only when it has room: that is the credit. A transfer nobody asks for during 30 s ends, and
 * asking for it then fails with {@code NOT_FOUND}.
 */
public record ReadState(long transfer, int offset) implements WireMessage {

  /**
   * @param bytes at most 256 KiB; from {@code offset}
   */
  public record Chunk(Bytes bytes) implements WireMessage {}
}
