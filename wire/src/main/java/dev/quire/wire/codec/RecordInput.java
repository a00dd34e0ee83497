package dev.quire.wire.codec;

import io.vertx.core.buffer.Buffer;

/** A reading position within a buffer, never past its limit. Not thread-safe. */
final class RecordInput {
  private final Buffer buffer;
  private int position;
  private int limit;

  RecordInput(Buffer buffer, int position, int limit) {
    this.buffer = buffer;
    this.position = position;
    this.limit = limit;
  }

  boolean atEnd() {
    return position >= limit;
  }

  /** Narrows to the {@code length} bytes ahead; give what it returns to {@link #leave}. */
  int enter(int length) {
    int outer = limit;
    limit = position + need(length);
    return outer;
  }

  /** Skips what is left of the narrowed part and widens again. */
  void leave(int outer) {
    position = limit;
    limit = outer;
  }

  byte readByte() {
    need(1);
    return buffer.getByte(position++);
  }

  int readUnsignedShort() {
    need(2);
    position += 2;
    return buffer.getUnsignedShort(position - 2);
  }

  int readInt() {
    need(4);
    position += 4;
    return buffer.getInt(position - 4);
  }

  long readLong() {
    need(8);
    position += 8;
    return buffer.getLong(position - 8);
  }

  byte[] readBytes() {
    int length = need(readInt());
    position += length;
    return buffer.getBytes(position - length, position);
  }

  /** A list's length; each element takes a byte at least, so it can't exceed what is left. */
  int readCount() {
    return need(readInt());
  }

  private int need(int length) {
    if (length < 0 || length > limit - position) {
      throw new WireFormatException(
          "a length of " + length + " where " + (limit - position) + " bytes are left");
    }
    return length;
  }
}
