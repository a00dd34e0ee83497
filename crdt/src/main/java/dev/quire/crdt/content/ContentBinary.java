package dev.quire.crdt.content;

import dev.quire.crdt.lib0.Lib0Writer;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bytes. */
public final class ContentBinary implements AtomicContent {
  /** Its number in the format. */
  public static final int REF = 3;

  private final byte[] bytes;

  public ContentBinary(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int ref() {
    return REF;
  }

  @Override
  public boolean isCountable() {
    return true;
  }

  @Override
  public void write(Lib0Writer out, long offset) {
    out.writeVarBytes(bytes);
  }

  @Override
  public List<@Nullable Object> values() {
    return Collections.singletonList(bytes.clone());
  }
}
