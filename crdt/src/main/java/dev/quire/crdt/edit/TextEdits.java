package dev.quire.crdt.edit;

import dev.quire.crdt.content.Content;
import dev.quire.crdt.content.ContentFormat;
import dev.quire.crdt.content.ContentString;
import dev.quire.crdt.lib0.Json;
import dev.quire.crdt.store.Author;
import dev.quire.crdt.struct.Branch;
import dev.quire.crdt.struct.Item;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Edits a formatted text as yjs 13.6 does: a mark where an attribute begins, another where what was
 * in force before begins again, and no more marks than needed.
 *
 * <p>Moves forward through the text: {@link #retain}, {@link #insert}, {@link #format} and {@link
 * #delete} each go on where the one before ended, like the operations of a delta.
 */
public final class TextEdits {
  private final Author author;
  private final Branch text;
  private final TextPosition position;

  /** Begins at the beginning of a text. */
  public TextEdits(Author author, Branch text) {
    this.author = author;
    this.text = text;
    this.position = new TextPosition(text);
  }

  /** Whether nothing is to the right, be it deleted. */
  public boolean isAtEnd() {
    return position.right() == null;
  }

  /** What is in force here. */
  public Map<String, @Nullable Object> attributes() {
    return position.attributes().isEmpty() ? Map.of() : new LinkedHashMap<>(position.attributes());
  }

  /**
   * Steps over units, and cuts where it ends inside an item.
   *
   * @throws IndexOutOfBoundsException if there are fewer
   */
  public void retain(long units) {
    if (units > 0 && position.isAtStart()) {
      position.seek(author, text, units);
      return;
    }
    long rest = units;
    while (rest > 0) {
      Item right = position.right();
      if (right == null) {
        throw new IndexOutOfBoundsException(rest + " beyond the end of the text");
      }
      rest -= cutVisible(right, rest);
      position.forward();
    }
  }

  /** Makes sure that an item doesn't go on behind some units; returns how many it has. */
  private long cutVisible(Item item, long units) {
    if (!item.isVisible()) {
      return 0;
    }
    if (units < item.length()) {
      author.cut(item, units);
    }
    return item.length();
  }

  /**
   * Puts content in.
   *
   * @param attributes all that shall be in force on it; null values and what isn't named are not
   */
  public Item insert(Content content, Map<String, ? extends @Nullable Object> attributes) {
    if (attributes.isEmpty() && position.attributes().isEmpty()) {
      return insertPlain(content);
    }
    Map<String, @Nullable Object> wanted = new LinkedHashMap<>(attributes);
    for (String inForce : position.attributes().keySet()) {
      wanted.putIfAbsent(inForce, null);
    }
    skipWhatSays(wanted);
    Map<String, @Nullable Object> before = begin(wanted);
    Item item = author.insert(text, position.left(), position.right(), content);
    position.forward(item);
    end(before);
    return item;
  }

  private Item insertPlain(Content content) {
    skipWhatSays(Map.of());
    Item item = author.insert(text, position.left(), position.right(), content);
    position.forward(item);
    end(Map.of());
    return item;
  }

  /**
   * Changes attributes of the units that follow; those beyond the end become line breaks, as Quill
   * expects it.
   *
   * @param attributes what changes; null ends an attribute
   */
  public void format(long units, Map<String, ? extends @Nullable Object> attributes) {
    skipWhatSays(attributes);
    Map<String, @Nullable Object> before = begin(attributes);
    long rest = units;
    for (Item item = position.right(); item != null; item = position.right()) {
      boolean isMark = item.isMark();
      if (rest == 0 && (before.isEmpty() || !(item.isDeleted() || isMark))) {
        break;
      }
      if (!item.isDeleted()) {
        if (item.content() instanceof ContentFormat mark) {
          if (!replaceMark(item, mark, attributes, before, rest == 0)) {
            break;
          }
        } else {
          rest -= cutVisible(item, rest);
        }
      }
      position.forward();
    }
    if (rest > 0) {
      Content lines = new ContentString("\n".repeat(Math.toIntExact(rest)));
      position.forward(author.insert(text, position.left(), position.right(), lines));
    }
    end(before);
  }

  /** Deletes a mark that a new one makes useless; false where a formatted range has to end. */
  private boolean replaceMark(
      Item item,
      ContentFormat mark,
      Map<String, ? extends @Nullable Object> attributes,
      Map<String, @Nullable Object> before,
      boolean behindRange) {
    if (!attributes.containsKey(mark.key())) {
      return true;
    }
    Object value = mark.value();
    if (Objects.equals(attributes.get(mark.key()), value)) {
      before.remove(mark.key());
    } else if (behindRange) {
      return false;
    } else {
      before.put(mark.key(), value);
    }
    author.delete(item);
    return true;
  }

  /** Deletes units, and the marks between them that nothing needs any more. */
  public void delete(long units) {
    Map<String, @Nullable Object> startAttributes = attributes();
    Item start = position.right();
    long rest = units;
    while (rest > 0) {
      Item item = position.right();
      if (item == null) {
        throw new IndexOutOfBoundsException(rest + " beyond the end of the text");
      }
      if (item.isVisible()) {
        rest -= cutVisible(item, rest);
        author.delete(item);
      }
      position.forward();
    }
    if (start != null) {
      new FormattingGap(author::delete, startAttributes, position.attributes())
          .clean(start, position.right());
    }
  }

  /** Steps over what is deleted and over marks that say what is wanted anyway. */
  private void skipWhatSays(Map<String, ? extends @Nullable Object> wanted) {
    for (Item item = position.right(); item != null; item = position.right()) {
      if (!item.isDeleted()
          && !(item.isMark()
              && item.content() instanceof ContentFormat mark
              && Objects.equals(wanted.get(mark.key()), mark.value()))) {
        return;
      }
      position.forward();
    }
  }

  /** Puts marks in where attributes change; returns what was in force before. */
  private Map<String, @Nullable Object> begin(Map<String, ? extends @Nullable Object> attributes) {
    Map<String, @Nullable Object> before = new LinkedHashMap<>();
    attributes.forEach(
        (key, value) -> {
          Object inForce = position.attributes().get(key);
          if (!Objects.equals(inForce, value)) {
            before.put(key, inForce);
            insertMark(key, value);
          }
        });
    return before;
  }

  /** Puts marks in where what was in force before begins again. */
  private void end(Map<String, @Nullable Object> before) {
    for (Item item = position.right(); item != null; item = position.right()) {
      if (!item.isDeleted()) {
        if (!(item.isMark()
            && item.content() instanceof ContentFormat mark
            && before.containsKey(mark.key())
            && Objects.equals(before.get(mark.key()), mark.value()))) {
          break;
        }
        before.remove(mark.key());
      }
      position.forward();
    }
    before.forEach(this::insertMark);
  }

  private void insertMark(String key, @Nullable Object value) {
    Content mark = new ContentFormat(key, Json.print(value));
    position.forward(author.insert(text, position.left(), position.right(), mark));
  }
}
