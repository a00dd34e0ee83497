package dev.quire.crdt.change;

import dev.quire.crdt.struct.Branch;
import dev.quire.crdt.struct.Item;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Where a type lies in another. */
public final class Paths {
  private Paths() {}

  /** The keys and indices that lead from a branch, or from the top, to one within it. */
  public static List<Object> between(Branch outer, Branch inner) {
    Deque<Object> path = new ArrayDeque<>();
    Branch branch = inner;
    for (Item item = branch.item(); item != null && branch != outer; item = branch.item()) {
      String key = item.key();
      path.push(key != null ? key : item.branch().unitsBefore(item));
      branch = item.branch();
    }
    return List.copyOf(path);
  }
}
