package dev.quire.crdt.struct;

import dev.quire.crdt.lib0.Lib0Writer;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The inside of a shared type: a list of items, a map from keys to items, or both. Which of them
 * means something is up to the type looking at it; any branch can hold both, as in yjs.
 *
 * <p>The list is linked through the items. The map holds, for each key, the last item of a list of
 * its own, which is the key's present value; the values before it hang to its left.
 */
public final class Branch implements Parent {
  private static final int INITIAL_KEYS = 4;

  private @Nullable String rootName;
  private @Nullable Item item;
  private @Nullable Item start;
  private @Nullable Map<String, Slot> map;
  private long length;

  /** A branch that is about to become part of an item. */
  public Branch() {}

  /** A branch at the top of a document. */
  public Branch(String rootName) {
    this.rootName = rootName;
  }

  /** The item that holds it; null at the top, and until that item is integrated. */
  public @Nullable Item item() {
    return item;
  }

  /** Says which item holds it. */
  public void setItem(Item item) {
    this.item = item;
  }

  /** Whether the item that holds it is deleted. */
  public boolean isDeleted() {
    return item != null && item.isDeleted();
  }

  /** The name of a branch at the top; null elsewhere. */
  public @Nullable String rootName() {
    return rootName;
  }

  /** The first item of the list, be it deleted. */
  public @Nullable Item start() {
    return start;
  }

  /** Changes the first item of the list. */
  public void setStart(@Nullable Item start) {
    this.start = start;
  }

  /** How many clocks of the list are visible. */
  public long length() {
    return length;
  }

  /** Changes how many clocks of the list are visible. */
  public void addLength(long difference) {
    length += difference;
  }

  /** The last item of a key's list, be it deleted, or null. */
  public @Nullable Item get(String key) {
    Slot slot = map == null ? null : map.get(key);
    return slot == null ? null : slot.last();
  }

  /** The list of a key, made if it isn't there. */
  public Slot slot(String key) {
    if (map == null) {
      map = new HashMap<>(INITIAL_KEYS);
    }
    return map.computeIfAbsent(key, unknown -> new Slot(this, unknown));
  }

  /** All keys that ever had a value. */
  public Set<String> keys() {
    return map == null ? Set.of() : Collections.unmodifiableSet(map.keySet());
  }

  /** The lists of all keys. */
  public Collection<Slot> slots() {
    return map == null ? List.of() : Collections.unmodifiableCollection(map.values());
  }

  /** Lets go of all children. */
  public void clear() {
    start = null;
    map = null;
  }

  @Override
  public void write(Lib0Writer out) {
    if (item != null) {
      out.writeVarUint(0);
      out.writeVarUint(item.client());
      out.writeVarUint(item.clock());
    } else if (rootName != null) {
      out.writeVarUint(1);
      out.writeVarString(rootName);
    } else {
      throw new IllegalStateException("branch outside of a document");
    }
  }
}
