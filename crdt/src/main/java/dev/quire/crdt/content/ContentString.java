package dev.quire.crdt.content;

import dev.quire.crdt.lib0.Lib0Writer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Text. Typing appends to it a character at a time, so after an append the characters stand in a
 * growing buffer and become a string again when somebody wants to read them.
 */
public final class ContentString implements Content {
  /** Its number in the format. */
  public static final int REF = 4;

  private static final char REPLACEMENT = '\ufffd';

  /** Either this or the builder holds the text. */
  private @Nullable String string;

  private @Nullable StringBuilder builder;

  public ContentString(String text) {
    this.string = text;
  }

  /** The text. */
  public String text() {
    String text = string;
    if (text == null) {
      text = String.valueOf(builder);
      string = text;
      builder = null;
    }
    return text;
  }

  @Override
  public int ref() {
    return REF;
  }

  @Override
  public long length() {
    return builder == null ? text().length() : builder.length();
  }

  @Override
  public boolean isCountable() {
    return true;
  }

  /**
   * Where the cut falls inside a surrogate pair, each half becomes U+FFFD, as in yjs: neither could
   * be encoded.
   */
  @Override
  public Content splice(long offset) {
    String text = text();
    int cut = (int) offset;
    String left = text.substring(0, cut);
    String right = text.substring(cut);
    if (Character.isHighSurrogate(text.charAt(cut - 1))) {
      left = left.substring(0, cut - 1) + REPLACEMENT;
      right = REPLACEMENT + right.substring(1);
    }
    string = left;
    return new ContentString(right);
  }

  @Override
  public boolean canAppend(Content right) {
    return right instanceof ContentString;
  }

  @Override
  public void append(Content right) {
    String more = ((ContentString) right).text();
    if (builder == null) {
      String text = text();
      builder = new StringBuilder(Math.addExact(text.length(), more.length()) + 16).append(text);
      string = null;
    }
    builder.append(more);
  }

  @Override
  public void write(Lib0Writer out, long offset) {
    out.writeVarString(text(), (int) offset);
  }

  @Override
  public List<@Nullable Object> values() {
    String text = text();
    List<@Nullable Object> units = new ArrayList<>(text.length());
    for (int i = 0; i < text.length(); i++) {
      units.add(String.valueOf(text.charAt(i)));
    }
    return units;
  }
}
