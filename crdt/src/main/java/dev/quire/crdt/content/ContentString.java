package dev.quire.crdt.content;

import dev.quire.crdt.lib0.Lib0Writer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Text.
 *
 * <p>Cut a thousand times, the pieces go on sharing one string, each with its own bounds, until
 * somebody reads them. Typing appends a character at a time, so after an append the characters
 * stand in a growing buffer, and become a string again when somebody reads them.
 */
public final class ContentString implements Content {
  /** Its number in the format. */
  public static final int REF = 4;

  private static final char REPLACEMENT = '\ufffd';

  /** The text lies in here from {@link #from} to before {@link #to}; unless there is a builder. */
  private String shared;

  private int from;
  private int to;

  /** Whether a cut has split a surrogate pair here: the first unit is a replacement character. */
  private boolean replacesFirst;

  /** The same of the last unit. */
  private boolean replacesLast;

  private @Nullable StringBuilder builder;

  /** A text of at least one unit. */
  public ContentString(String text) {
    this(text, 0, text.length());
  }

  private ContentString(String shared, int from, int to) {
    this.shared = shared;
    this.from = from;
    this.to = to;
  }

  /** The text. */
  public String text() {
    if (builder != null) {
      own(builder.toString());
    } else if (replacesFirst || replacesLast) {
      StringBuilder own = new StringBuilder(to - from).append(shared, from, to);
      if (replacesFirst) {
        own.setCharAt(0, REPLACEMENT);
      }
      if (replacesLast) {
        own.setCharAt(own.length() - 1, REPLACEMENT);
      }
      own(own.toString());
    } else if (to - from < shared.length()) {
      own(shared.substring(from, to));
    }
    return shared;
  }

  private void own(String text) {
    shared = text;
    from = 0;
    to = text.length();
    replacesFirst = false;
    replacesLast = false;
    builder = null;
  }

  @Override
  public int ref() {
    return REF;
  }

  @Override
  public long length() {
    return builder == null ? to - from : builder.length();
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
    if (builder != null) {
      own(builder.toString());
    }
    int cut = from + (int) offset;
    boolean splitsPair =
        Character.isHighSurrogate(shared.charAt(cut - 1)) && !(replacesFirst && cut - 1 == from);
    ContentString right = new ContentString(shared, cut, to);
    right.replacesLast = replacesLast;
    right.replacesFirst = splitsPair;
    to = cut;
    replacesLast = splitsPair;
    return right;
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
      shared = "";
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
