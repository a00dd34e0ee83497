package dev.quire.wire.codec;

/** Bytes from another process that are not a message this process can read. */
public final class WireFormatException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public WireFormatException(String reason) {
    super(reason);
  }
}
