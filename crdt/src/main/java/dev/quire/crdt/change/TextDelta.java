package dev.quire.crdt.change;

import dev.quire.crdt.content.ContentEmbed;
import dev.quire.crdt.content.ContentFormat;
import dev.quire.crdt.content.ContentString;
import dev.quire.crdt.content.ContentType;
import dev.quire.crdt.event.DeltaOp;
import dev.quire.crdt.store.Transaction;
import dev.quire.crdt.struct.Item;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Works out the change of a formatted text, as {@code YTextEvent.delta} of yjs 13.6 does, case by
 * case: the operations are the same even where others would do.
 */
public final class TextDelta {
  private enum Action {
    NONE,
    INSERT,
    RETAIN,
    DELETE
  }

  private final EventSource source;
  private final Transaction transaction;
  private final Consumer<Item> redundant;
  private final List<DeltaOp> delta = new ArrayList<>();

  /** What is in force now, at the place that has been reached. */
  private final Map<String, Object> current = new LinkedHashMap<>();

  /** What was in force before the change, with nulls. */
  private final Map<String, @Nullable Object> old = new HashMap<>();

  /** What changes in what is retained. */
  private final Map<String, @Nullable Object> changing = new LinkedHashMap<>();

  private final StringBuilder inserting = new StringBuilder();
  private Action action = Action.NONE;
  private long length;

  private TextDelta(EventSource source, Consumer<Item> redundant) {
    this.source = source;
    this.transaction = source.transaction();
    this.redundant = redundant;
  }

  /**
   * The delta.
   *
   * @param redundant is handed the marks that say nothing that isn't in force anyway
   */
  public static List<DeltaOp> of(EventSource source, Consumer<Item> redundant) {
    TextDelta text = new TextDelta(source, redundant);
    for (Item item = source.branch().start(); item != null; item = item.right()) {
      text.read(item);
    }
    text.end();
    text.dropTrailingRetains();
    return Collections.unmodifiableList(text.delta);
  }

  private void read(Item item) {
    if (item.content() instanceof ContentFormat mark) {
      readMark(item, mark);
    } else if (item.content() instanceof ContentString string) {
      if (!transaction.adds(item)) {
        readOld(item);
      } else if (!transaction.deletes(item)) {
        begin(Action.INSERT);
        inserting.append(string.text());
      }
    } else if (item.content() instanceof ContentType || item.content() instanceof ContentEmbed) {
      if (!transaction.adds(item)) {
        readOld(item);
      } else if (!transaction.deletes(item)) {
        end();
        insertObject(source.values(item).get(0));
      }
    }
  }

  private void readOld(Item item) {
    if (transaction.deletes(item)) {
      begin(Action.DELETE);
      length += item.length();
    } else if (!item.isDeleted()) {
      begin(Action.RETAIN);
      length += item.length();
    }
  }

  private void readMark(Item item, ContentFormat mark) {
    String key = mark.key();
    Object value = mark.value();
    boolean says = true;
    if (transaction.adds(item)) {
      says = transaction.deletes(item) || readNewMark(key, value);
    } else if (transaction.deletes(item)) {
      readDeletedMark(key, value);
    } else if (!item.isDeleted()) {
      says = readOldMark(key, value);
    }
    if (!says) {
      redundant.accept(item);
    } else if (!item.isDeleted()) {
      endIf(Action.INSERT);
      if (value == null) {
        current.remove(key);
      } else {
        current.put(key, value);
      }
    }
  }

  /** Returns whether the mark says anything. */
  private boolean readNewMark(String key, @Nullable Object value) {
    if (Objects.equals(current.get(key), value)) {
      return value == null;
    }
    endIf(Action.RETAIN);
    if (Objects.equals(value, old.get(key))) {
      changing.remove(key);
    } else {
      changing.put(key, value);
    }
    return true;
  }

  private void readDeletedMark(String key, @Nullable Object value) {
    old.put(key, value);
    Object inForce = current.get(key);
    if (!Objects.equals(inForce, value)) {
      endIf(Action.RETAIN);
      changing.put(key, inForce);
    }
  }

  /** Returns whether the mark says anything. */
  private boolean readOldMark(String key, @Nullable Object value) {
    old.put(key, value);
    if (!changing.containsKey(key)) {
      return true;
    }
    Object change = changing.get(key);
    if (Objects.equals(change, value)) {
      return change == null;
    }
    endIf(Action.RETAIN);
    if (value == null) {
      changing.remove(key);
    } else {
      changing.put(key, value);
    }
    return true;
  }

  private void begin(Action next) {
    if (action != next) {
      end();
      action = next;
    }
  }

  private void endIf(Action ending) {
    if (action == ending) {
      end();
    }
  }

  private void end() {
    switch (action) {
      case INSERT -> {
        if (!inserting.isEmpty()) {
          delta.add(new DeltaOp.Insert(inserting.toString(), copy(current)));
          inserting.setLength(0);
        }
      }
      case RETAIN -> delta.add(new DeltaOp.Retain(length, copy(changing)));
      case DELETE -> delta.add(new DeltaOp.Delete(length));
      case NONE -> {}
    }
    length = 0;
    action = Action.NONE;
  }

  /** yjs leaves out what is embedded if it has no length in JavaScript's eyes. */
  private void insertObject(@Nullable Object value) {
    boolean shows =
        value instanceof String string
            ? !string.isEmpty()
            : !(value instanceof Number || value instanceof Boolean);
    if (shows) {
      delta.add(new DeltaOp.Insert(value == null ? Map.of() : value, copy(current)));
    }
  }

  private static Map<String, @Nullable Object> copy(
      Map<String, ? extends @Nullable Object> attributes) {
    return attributes.isEmpty()
        ? Map.of()
        : Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  private void dropTrailingRetains() {
    int last = delta.size() - 1;
    while (last >= 0
        && delta.get(last) instanceof DeltaOp.Retain retain
        && retain.attributes().isEmpty()) {
      delta.remove(last--);
    }
  }
}
