package dev.quire.crdt.content;

import dev.quire.crdt.lib0.Lib0Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is left of collected content: its length. */
public final class ContentDeleted implements Content {
  /** Its number in the format. */
  public static final int REF = 1;

  private final long length;

  public ContentDeleted(long length) {
    this.length = length;
  }

  @Override
  public int ref() {
    return REF;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public boolean isCountable() {
    return false;
  }

  @Override
  public void write(Lib0Writer out, long offset) {
    out.writeVarUint(length - offset);
  }

  @Override
  public List<@Nullable Object> values() {
    return List.of();
  }
}
