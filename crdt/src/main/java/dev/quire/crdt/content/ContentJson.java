package dev.quire.crdt.content;

import dev.quire.crdt.lib0.Json;
import dev.quire.crdt.lib0.Lib0Writer;
import dev.quire.crdt.lib0.Undefined;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plain values as JSON texts, as yjs wrote them before it had {@link ContentAny}. */
public final class ContentJson implements ListContent {
  /** Its number in the format. */
  public static final int REF = 2;

  /** The text that stands for undefined, for which JSON has no form. */
  public static final String UNDEFINED = "undefined";

  private List<String> texts;

  /**
   * Values in their texts.
   *
   * @param texts canonical JSON texts or {@link #UNDEFINED}, at least one
   */
  public ContentJson(List<String> texts) {
    this.texts = texts;
  }

  /** The same values again. */
  public ContentJson copy() {
    return new ContentJson(new ArrayList<>(texts));
  }

  @Override
  public int ref() {
    return REF;
  }

  @Override
  public long length() {
    return texts.size();
  }

  @Override
  public boolean isCountable() {
    return true;
  }

  @Override
  public ListContent splice(long offset) {
    int cut = (int) offset;
    ContentJson right = new ContentJson(new ArrayList<>(texts.subList(cut, texts.size())));
    texts = new ArrayList<>(texts.subList(0, cut));
    return right;
  }

  @Override
  public boolean canAppend(Stored right) {
    return right instanceof ContentJson;
  }

  @Override
  public void append(Stored right) {
    if (!(texts instanceof ArrayList)) {
      texts = new ArrayList<>(texts);
    }
    texts.addAll(((ContentJson) right).texts);
  }

  @Override
  public void write(Lib0Writer out, long offset) {
    out.writeVarUint(texts.size() - offset);
    for (int i = (int) offset; i < texts.size(); i++) {
      out.writeVarString(texts.get(i));
    }
  }

  @Override
  public List<@Nullable Object> values() {
    List<@Nullable Object> values = new ArrayList<>(texts.size());
    for (String text : texts) {
      values.add(text.equals(UNDEFINED) ? Undefined.UNDEFINED : Json.parse(text));
    }
    return values;
  }
}
