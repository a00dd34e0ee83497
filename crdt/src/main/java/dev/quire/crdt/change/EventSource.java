package dev.quire.crdt.change;

import dev.quire.crdt.event.ItemChange;
import dev.quire.crdt.store.Transaction;
import dev.quire.crdt.struct.Branch;
import dev.quire.crdt.struct.Item;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * From what an event is worked out.
 *
 * @param transaction in which the branch changed
 * @param branch what changed
 * @param subs the keys that changed, with null for the list
 * @param reader makes of an item the elements that readers get
 */
public record EventSource(
    Transaction transaction,
    Branch branch,
    Set<@Nullable String> subs,
    Function<? super Item, ? extends List<? extends @Nullable Object>> reader) {

  /**
   * Refuses to work out what can't be seen any more.
   *
   * @throws IllegalStateException if the listeners have all been called
   */
  public void requireCurrent() {
    if (transaction.isOver()) {
      throw new IllegalStateException(
          "changes are to be read while the listeners of their transaction are called");
    }
  }

  /** The elements of an item as readers get them. */
  List<? extends @Nullable Object> values(Item item) {
    return reader.apply(item);
  }

  ItemChange describe(Item item) {
    return ItemChange.of(item, values(item));
  }
}
