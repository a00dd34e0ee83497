package dev.quire.crdt.struct;

import dev.quire.crdt.lib0.Lib0Writer;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
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
  private @Nullable ListIndex index;
  private boolean formatted;

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

  /** Notes that an item was linked into the list. */
  public void onLinked(Item linked) {
    if (linked.isVisible()) {
      length += linked.length();
    }
    if (index != null) {
      index.insert(linked);
    }
  }

  void onCut(IndexLeaf leaf, Item second) {
    if (index != null) {
      index.insertHalf(leaf, second);
    }
  }

  void onAbsorbed(IndexLeaf leaf, Item absorbed) {
    if (index != null) {
      index.remove(leaf, absorbed);
    }
  }

  /**
   * Finds a unit of the list. Takes logarithmic time, and the first time in a long list, in which
   * it makes an index, linear time.
   *
   * @param unit 0 to before {@link #length()}
   * @param marksBefore takes the formatting marks that are in force before the item found
   * @throws IndexOutOfBoundsException if there is no such unit
   */
  public Place find(long unit, @Nullable Consumer<Item> marksBefore) {
    Objects.checkIndex(unit, length);
    if (index == null) {
      Place near = findNear(unit);
      if (near != null) {
        if (marksBefore != null) {
          passMarks(near.item(), marksBefore);
        }
        return near;
      }
      index = new ListIndex(this, Objects.requireNonNull(start));
    }
    return index.find(unit, marksBefore);
  }

  private @Nullable Place findNear(long unit) {
    long rest = unit;
    Item item = start;
    for (int i = 0; i < ListIndex.WORTHWHILE && item != null; i++) {
      if (item.isVisible()) {
        if (rest < item.length()) {
          return new Place(item, rest);
        }
        rest -= item.length();
      }
      item = item.right();
    }
    return null;
  }

  private void passMarks(Item end, Consumer<Item> marks) {
    for (Item item = start; item != null && item != end; item = item.right()) {
      if (!item.isDeleted() && item.isMark()) {
        marks.accept(item);
      }
    }
  }

  /** How many units of the list are visible before one of its items; as fast as {@link #find}. */
  public long unitsBefore(Item item) {
    if (index == null) {
      long units = 0;
      Item before = item.left();
      for (int i = 0; i < ListIndex.WORTHWHILE; i++) {
        if (before == null) {
          return units;
        }
        units += before.isVisible() ? before.length() : 0;
        before = before.left();
      }
      index = new ListIndex(this, Objects.requireNonNull(start));
    }
    return index.unitsBefore(item);
  }

  /**
   * Verifies the index of the list, if there is one.
   *
   * @throws IllegalStateException if it is not right
   */
  public void checkIndex() {
    if (index != null) {
      new IndexCheck(this).run(index.root());
    }
  }

  /** Whether formatting marks were seen in it; noted only in documents that track changes. */
  public boolean isFormatted() {
    return formatted;
  }

  /** Notes that there are, or were, formatting marks in it. */
  public void setFormatted() {
    formatted = true;
  }

  /** The last item of a key's list, be it deleted, or null. */
  public @Nullable Item get(String key) {
    Slot slot = map == null ? null : map.get(key);
    return slot == null ? null : slot.last();
  }

  /** The list of a key, made if it isn't there. */
  public Slot slot(String key) {
    if (map == null) {
      map = new LinkedHashMap<>(INITIAL_KEYS);
    }
    return map.computeIfAbsent(key, unknown -> new Slot(this, unknown));
  }

  /** All keys that ever had a value, in the order in which they first had one. */
  public Set<String> keys() {
    return map == null ? Set.of() : Collections.unmodifiableSet(map.keySet());
  }

  /** The lists of all keys, in the order of {@link #keys}. */
  public Collection<Slot> slots() {
    return map == null ? List.of() : Collections.unmodifiableCollection(map.values());
  }

  /** Lets go of all children. */
  public void clear() {
    start = null;
    map = null;
    index = null;
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
