package dev.quire.crdt.content;

import dev.quire.crdt.lib0.AnyCodec;
import dev.quire.crdt.lib0.Lib0Writer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plain values, in the forms of {@link AnyCodec}. */
public final class ContentAny implements ListContent {
  /** Its number in the format. */
  public static final int REF = 8;

  private List<@Nullable Object> values;

  /**
   * Values.
   *
   * @param values at least one; not changed by this content
   */
  public ContentAny(List<@Nullable Object> values) {
    this.values = values;
  }

  @Override
  public int ref() {
    return REF;
  }

  @Override
  public long length() {
    return values.size();
  }

  @Override
  public boolean isCountable() {
    return true;
  }

  @Override
  public ListContent splice(long offset) {
    int cut = (int) offset;
    ContentAny right = new ContentAny(new ArrayList<>(values.subList(cut, values.size())));
    values = new ArrayList<>(values.subList(0, cut));
    return right;
  }

  @Override
  public boolean canAppend(Stored right) {
    return right instanceof ContentAny;
  }

  @Override
  public void append(Stored right) {
    if (!(values instanceof ArrayList)) {
      values = new ArrayList<>(values);
    }
    values.addAll(((ContentAny) right).values);
  }

  @Override
  public void write(Lib0Writer out, long offset) {
    out.writeVarUint(values.size() - offset);
    for (int i = (int) offset; i < values.size(); i++) {
      AnyCodec.write(out, values.get(i));
    }
  }

  @Override
  public List<@Nullable Object> values() {
    return Collections.unmodifiableList(values);
  }
}
