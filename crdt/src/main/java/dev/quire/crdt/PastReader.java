package dev.quire.crdt;

import dev.quire.crdt.content.Content;
import dev.quire.crdt.content.ContentDeleted;
import dev.quire.crdt.content.ContentString;
import dev.quire.crdt.struct.Branch;
import dev.quire.crdt.struct.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads lists and maps as they were at a snapshot. Changes nothing: where the moment lies within an
 * item, part of its content is taken, and the item stays whole (yjs cuts items, and joins them
 * afterwards).
 */
final class PastReader {
  private static final char REPLACEMENT = '\ufffd';

  private final YType type;
  private final Snapshot snapshot;

  PastReader(YType type, Snapshot snapshot) {
    this.type = type;
    this.snapshot = snapshot;
    if (isCollected(type.branch())) {
      throw SnapshotException.collected();
    }
  }

  private boolean isCollected(Branch branch) {
    Item item = branch.item();
    return item != null
        && item.content() instanceof ContentDeleted
        && snapshot.shows(item.client(), item.clock())
        && type.doc().options().gc();
  }

  /** The values of the list. */
  List<@Nullable Object> list() {
    List<@Nullable Object> values = new ArrayList<>();
    for (Item item = type.branch().start(); item != null; item = item.right()) {
      for (long from = item.clock(); from < item.end(); ) {
        long to = Math.min(item.end(), snapshot.nextChange(item.client(), from));
        if (snapshot.shows(item.client(), from)) {
          refuseCollected(item);
          values.addAll(valuesOf(item, from, to));
        }
        from = to;
      }
    }
    return values;
  }

  private List<@Nullable Object> valuesOf(Item item, long from, long to) {
    if (item.content() instanceof ContentString string) {
      return new ContentString(cut(string, from - item.clock(), to - item.clock())).values();
    }
    List<@Nullable Object> all = type.valuesOf(item.content());
    return all.isEmpty()
        ? all
        : all.subList((int) (from - item.clock()), (int) (to - item.clock()));
  }

  /** Part of a text; half a surrogate pair becomes U+FFFD, as wherever text is cut. */
  static String cut(ContentString string, long from, long to) {
    String text = string.text();
    StringBuilder part = new StringBuilder().append(text, (int) from, (int) to);
    if (isWithinPair(text, (int) from)) {
      part.setCharAt(0, REPLACEMENT);
    }
    if (isWithinPair(text, (int) to)) {
      part.setCharAt(part.length() - 1, REPLACEMENT);
    }
    return part.toString();
  }

  private static boolean isWithinPair(String text, int index) {
    return index > 0
        && index < text.length()
        && Character.isSurrogatePair(text.charAt(index - 1), text.charAt(index));
  }

  /** The values of all keys that had one. */
  Map<String, @Nullable Object> map() {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (String key : type.branch().keys()) {
      Item item = lastOf(key);
      if (item != null) {
        values.put(key, value(item));
      }
    }
    return values;
  }

  /** The value of a key, or null if it had none. */
  @Nullable Object get(String key) {
    Item item = lastOf(key);
    return item == null ? null : value(item);
  }

  /** The item of the last value that was there already, unless that was deleted. */
  private @Nullable Item lastOf(String key) {
    Item item = type.branch().get(key);
    while (item != null && item.clock() >= snapshot.states().get(item.client())) {
      item = item.left();
    }
    return item != null && snapshot.shows(item.client(), lastClock(item)) ? item : null;
  }

  /**
   * The last clock of an item that was there: values that a client gave a key one after the other
   * may have become one item since. (yjs answers with the last of them all.)
   */
  private long lastClock(Item item) {
    return Math.min(item.lastClock(), snapshot.states().get(item.client()) - 1);
  }

  private @Nullable Object value(Item item) {
    refuseCollected(item);
    long clock = lastClock(item);
    List<@Nullable Object> values = valuesOf(item, clock, clock + 1);
    return values.isEmpty() ? null : values.get(0);
  }

  private void refuseCollected(Item item) {
    refuseCollected(type.doc(), item.content());
  }

  static void refuseCollected(YDoc doc, Content content) {
    if (content instanceof ContentDeleted && doc.options().gc()) {
      throw SnapshotException.collected();
    }
  }
}
