package dev.quire.crdt.edit;

import dev.quire.crdt.content.Content;
import dev.quire.crdt.store.Author;
import dev.quire.crdt.struct.Branch;
import dev.quire.crdt.struct.Item;
import dev.quire.crdt.struct.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Inserts into and deletes from the list of a branch by index. */
public final class ListEdits {
  private final Author author;
  private final Branch branch;

  public ListEdits(Author author, Branch branch) {
    this.author = author;
    this.branch = branch;
  }

  /**
   * Puts contents in, the first of them at an index.
   *
   * @throws IndexOutOfBoundsException if the index is below 0 or above the length
   * @return the item of the last one
   */
  public @Nullable Item insert(long index, List<? extends Content> contents) {
    if (index < 0 || index > branch.length()) {
      throw new IndexOutOfBoundsException(index + " of " + branch.length());
    }
    Item left = index == 0 ? null : itemEndingAt(index);
    Item right = left == null ? branch.start() : left.right();
    Item last = null;
    for (Content content : contents) {
      last = author.insert(branch, left, right, content);
      left = last;
    }
    return last;
  }

  /** The item whose last unit stands before an index above 0; cut there if it goes on. */
  private Item itemEndingAt(long index) {
    Place last = branch.find(index - 1, null);
    Item item = last.item();
    if (last.offset() + 1 < item.length()) {
      author.cut(item, last.offset() + 1);
    }
    return item;
  }

  /**
   * Deletes units.
   *
   * @throws IndexOutOfBoundsException if there are fewer
   */
  public void delete(long index, long length) {
    if (index < 0 || length < 0 || index > branch.length() - length) {
      throw new IndexOutOfBoundsException(index + " + " + length + " of " + branch.length());
    }
    Item item = branch.start();
    if (index > 0) {
      item = itemEndingAt(index).right();
    }
    long rest = length;
    while (item != null && rest > 0) {
      if (item.isVisible()) {
        if (rest < item.length()) {
          author.cut(item, rest);
        }
        rest -= item.length();
        author.delete(item);
      }
      item = item.right();
    }
  }
}
