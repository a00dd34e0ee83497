package dev.quire.crdt.store;

import dev.quire.crdt.content.Content;
import dev.quire.crdt.struct.Branch;
import dev.quire.crdt.struct.Client;
import dev.quire.crdt.struct.Item;
import dev.quire.crdt.struct.Parent;
import dev.quire.crdt.struct.Slot;
import dev.quire.crdt.struct.Struct;
import org.jspecify.annotations.Nullable;

/** Makes new items in the name of one client, and deletes and cuts what is there. */
public final class Author {
  private final Transaction transaction;
  private final Deletion deletion;
  private final Placement placement;
  private final Client client;

  /**
   * An author within a transaction.
   *
   * @param client in whose name items are made; nobody else may make any in it at the time
   */
  public Author(Transaction transaction, long client) {
    this.transaction = transaction;
    this.client = transaction.store().reference(client);
    this.deletion = new Deletion(transaction);
    this.placement = new Placement(transaction, deletion);
  }

  /** Puts content into the list of a branch, between two items that are neighbours. */
  public Item insert(Branch branch, @Nullable Item left, @Nullable Item right, Content content) {
    return place(branch, left, right, content);
  }

  /** Makes content the value of a key. */
  public Item put(Branch branch, String key, Content content) {
    Slot slot = branch.slot(key);
    return place(slot, slot.last(), null, content);
  }

  /** Makes content a value of a key, behind one that it had. */
  public Item putBehind(Branch branch, String key, @Nullable Item left, Content content) {
    return place(branch.slot(key), left, null, content);
  }

  private Item place(Parent parent, @Nullable Item left, @Nullable Item right, Content content) {
    ClientStructs owner = transaction.store().clientOrNew(client);
    if (content.length() > Struct.MAX_CLOCK - owner.state()) {
      throw new IllegalStateException("clocks of client " + client.id() + " are used up");
    }
    Item item =
        new Item(
            owner,
            owner.state(),
            left == null ? null : left.owner(),
            left == null ? 0 : left.lastClock(),
            right == null ? null : right.owner(),
            right == null ? 0 : right.clock(),
            parent,
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
    transaction.cutBefore(item.owner(), item.clock() + offset);
  }
}
