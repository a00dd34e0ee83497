package dev.quire.crdt.edit;

import dev.quire.crdt.content.ContentFormat;
import dev.quire.crdt.struct.Item;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Removes marks that a local deletion has left without text: those that a later mark in the same
 * gap overrides, and those that say what was in force before the gap. Part of an edit, not of any
 * clean-up afterwards.
 */
final class FormattingGap {
  private final Consumer<Item> delete;
  private final Map<String, @Nullable Object> startAttributes;
  private final Map<String, Object> currentAttributes;

  /**
   * Knows what is in force.
   *
   * @param delete deletes a mark
   * @param startAttributes where the gap begins
   * @param currentAttributes at the position of the edit, adjusted while marks go
   */
  FormattingGap(
      Consumer<Item> delete,
      Map<String, @Nullable Object> startAttributes,
      Map<String, Object> currentAttributes) {
    this.delete = delete;
    this.startAttributes = startAttributes;
    this.currentAttributes = currentAttributes;
  }

  /**
   * Cleans from one item to the next that shows.
   *
   * @param position where the edit stands
   */
  void clean(Item start, @Nullable Item position) {
    Map<String, Item> lastMarks = null;
    Item end = start;
    while (end != null && !end.isVisible()) {
      if (!end.isDeleted() && end.content() instanceof ContentFormat mark) {
        lastMarks = lastMarks == null ? new HashMap<>() : lastMarks;
        lastMarks.put(mark.key(), end);
      }
      end = end.right();
    }
    if (lastMarks == null) {
      return;
    }
    boolean reachedPosition = false;
    for (Item item = start; item != null && item != end; item = item.right()) {
      reachedPosition |= item == position;
      if (!item.isDeleted() && item.content() instanceof ContentFormat mark) {
        clean(item, mark, lastMarks.get(mark.key()) != item, !reachedPosition);
      }
    }
  }

  private void clean(Item item, ContentFormat mark, boolean overridden, boolean beforePosition) {
    Object value = mark.value();
    Object startValue = startAttributes.get(mark.key());
    if (!overridden && !Objects.equals(startValue, value)) {
      if (beforePosition) {
        TextPosition.apply(currentAttributes, mark);
      }
      return;
    }
    delete.accept(item);
    boolean wasInForce = Objects.equals(currentAttributes.get(mark.key()), value);
    if (beforePosition && wasInForce && !Objects.equals(startValue, value)) {
      if (startValue == null) {
        currentAttributes.remove(mark.key());
      } else {
        currentAttributes.put(mark.key(), startValue);
      }
    }
  }
}
