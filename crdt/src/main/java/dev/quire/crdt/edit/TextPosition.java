package dev.quire.crdt.edit;

import dev.quire.crdt.content.ContentFormat;
import dev.quire.crdt.store.Author;
import dev.quire.crdt.struct.Branch;
import dev.quire.crdt.struct.Item;
import dev.quire.crdt.struct.Place;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A place between two neighbours in a text, and the formatting that is in force there. */
final class TextPosition {
  private @Nullable Item left;
  private @Nullable Item right;
  private final Map<String, Object> attributes = new LinkedHashMap<>();

  /** The beginning of a text. */
  TextPosition(Branch text) {
    right = text.start();
  }

  @Nullable Item left() {
    return left;
  }

  @Nullable Item right() {
    return right;
  }

  /** What is in force here; never holds null. */
  Map<String, Object> attributes() {
    return attributes;
  }

  /** Whether nothing is to the left. */
  boolean isAtStart() {
    return left == null;
  }

  /**
   * Goes from the beginning to behind some units, and no further: what isn't visible there is to
   * the right.
   *
   * @param units at least 1, and no more than there are
   */
  void seek(Author author, Branch text, long units) {
    Place last =
        text.find(
            units - 1,
            item -> {
              if (item.content() instanceof ContentFormat mark) {
                apply(attributes, mark);
              }
            });
    Item item = last.item();
    if (last.offset() + 1 < item.length()) {
      author.cut(item, last.offset() + 1);
    }
    left = item;
    right = item.right();
  }

  /** Steps over the item to the right. */
  void forward() {
    Item next = right;
    if (next == null) {
      throw new IllegalStateException("at the end of the text");
    }
    if (!next.isDeleted() && next.isMark() && next.content() instanceof ContentFormat format) {
      apply(attributes, format);
    }
    left = next;
    right = next.right();
  }

  /** Steps over an item that was just put in here. */
  void forward(Item inserted) {
    right = inserted;
    forward();
  }

  /** Changes attributes as a mark says. */
  static void apply(Map<String, Object> attributes, ContentFormat format) {
    Object value = format.value();
    if (value == null) {
      attributes.remove(format.key());
    } else {
      attributes.put(format.key(), value);
    }
  }
}
