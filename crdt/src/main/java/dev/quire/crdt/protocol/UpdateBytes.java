package dev.quire.crdt.protocol;

import dev.quire.crdt.lib0.Lib0Reader;
import dev.quire.crdt.lib0.Lib0Writer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An encoded update within a message: bytes that are equal if they hold the same. */
public final class UpdateBytes {
  private final byte[] bytes;

  /**
   * Takes an update over.
   *
   * @param bytes kept, not to be changed afterwards
   */
  public UpdateBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  static UpdateBytes read(Lib0Reader in) {
    return new UpdateBytes(in.readVarBytes());
  }

  void write(Lib0Writer out) {
    out.writeVarBytes(bytes);
  }

  /** The bytes themselves, not to be changed. */
  public byte[] toByteArray() {
    return bytes;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof UpdateBytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "UpdateBytes[" + bytes.length + "]";
  }
}
