package dev.quire.crdt.store;

import dev.quire.crdt.content.Content;
import dev.quire.crdt.struct.Branch;
import dev.quire.crdt.struct.Item;
import org.jspecify.annotations.Nullable;

/** Makes new items in the name of one client, and deletes and cuts what is there. */
public final class Author {
  private final Transaction transaction;
  private final Deletion deletion;
  private final Placement placement;
  private final long client;

  /**
   * An author within a transaction.
   *
   * @param client in whose name items are made; nobody else may make any in it at the time
   */
  public Author(Transaction transaction, long client) {
    this.transaction = transaction;
    this.client = client;
    this.deletion = new Deletion(transaction);
    this.placement = new Placement(transaction, deletion);
  }

  /** Puts content into the list of a branch, between two items that are neighbours. */
  public Item insert(Branch branch, @Nullable Item left, @Nullable Item right, Content content) {
    return place(branch, left, right, null, content);
  }

  /** Makes content the value of a key. */
  public Item put(Branch branch, String key, Content content) {
    return place(branch, branch.get(key), null, key, content);
  }

  private Item place(
      Branch branch,
      @Nullable Item left,
      @Nullable Item right,
      @Nullable String key,
      Content content) {
    Item item =
        new Item(
            client,
            transaction.store().state(client),
            left == null ? Item.NONE : left.client(),
            left == null ? 0 : left.lastClock(),
            right == null ? Item.NONE : right.client(),
            right == null ? 0 : right.clock(),
            branch,
            key,
            content);
    placement.link(item, left, right);
    return item;
  }

  /** Deletes an item and what hangs on it, unless that was done before. */
  public void delete(Item item) {
    deletion.delete(item);
  }

  /**
   * Cuts an item in two.
   *
   * @param offset how many clocks stay, from 1 to before its length
   */
  public void cut(Item item, long offset) {
    transaction.cutBefore(item.client(), item.clock() + offset);
  }
}
