package dev.quire.crdt.edit;

import dev.quire.crdt.content.ContentFormat;
import dev.quire.crdt.struct.Branch;
import dev.quire.crdt.struct.Item;
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

  /** Steps over the item to the right. */
  void forward() {
    Item next = right;
    if (next == null) {
      throw new IllegalStateException("at the end of the text");
    }
    if (!next.isDeleted() && next.content() instanceof ContentFormat format) {
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
