package dev.quire.crdt.store;

import dev.quire.crdt.content.ContentDoc;
import dev.quire.crdt.struct.Branch;
import dev.quire.crdt.struct.Client;
import dev.quire.crdt.struct.Gc;
import dev.quire.crdt.struct.Item;
import dev.quire.crdt.struct.Parent;
import dev.quire.crdt.struct.Slot;
import dev.quire.crdt.struct.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Puts one struct into a document: YATA as in "Near Real-Time Peer-to-Peer Shared Editing on
 * Extensible Data Types" (Nicolaescu et al., 2016), in the variant of yjs 13.6, whose {@code
 * Item.integrate} this follows case by case.
 *
 * <p>Total: for every struct that {@link dev.quire.crdt.struct.StructReader} lets through, and any
 * document, there is a defined result. Where yjs would find no place (the parent is collected, is
 * no type, or a neighbour is collected), the struct becomes a {@link Gc}.
 */
final class Placement {
  private final Transaction transaction;
  private final StructStore store;
  private final Deletion deletion;

  Placement(Transaction transaction, Deletion deletion) {
    this.transaction = transaction;
    this.store = transaction.store();
    this.deletion = deletion;
  }

  /**
   * A client on whose history the struct depends and of whom too little is here, or null. A struct
   * whose beginning is known follows that, whatever it names as its place.
   */
  @Nullable Client missingClient(Struct struct) {
    if (!(struct instanceof Item item)) {
      return null;
    }
    boolean begun = store.state(item.client()) > item.clock();
    Client origin = item.originOwner();
    if (!begun && origin != null && isMissing(item, origin, item.originClock())) {
      return origin;
    }
    Client rightOrigin = item.rightOriginOwner();
    if (rightOrigin != null && isMissing(item, rightOrigin, item.rightOriginClock())) {
      return rightOrigin;
    }
    Parent parent = item.parent();
    if (parent instanceof Parent.Keyed keyed) {
      parent = keyed.type();
    }
    if (!begun && parent instanceof Parent.Id id) {
      Client holder = store.reference(id.client());
      return isMissing(item, holder, id.clock()) ? holder : null;
    }
    return null;
  }

  private boolean isMissing(Item item, Client client, long clock) {
    if (client.id() == item.client()) {
      return false;
    }
    ClientStructs structs = store.client(client);
    return structs == null || clock >= structs.state();
  }

  /**
   * Puts a struct in that misses nothing and continues its client's history.
   *
   * @param known how many of its first clocks are here already
   */
  void place(Struct struct, long known) {
    if (struct instanceof Item item) {
      place(item, known);
    } else {
      appendGc(struct.owner(), struct.clock() + known, struct.length() - known);
    }
  }

  private void appendGc(Client owner, long clock, long length) {
    transaction.append(new Gc(owner, clock, length));
  }

  private void place(Item item, long known) {
    if (known > 0) {
      // The rest belongs where the known part is, even should that have come as another struct.
      item.setOwner(store.known(item.owner()));
      item.dropKnown(known);
      item.setParent(null);
    }
    Client rightOrigin = item.rightOriginOwner();
    Client origin = item.originOwner();
    Struct right = null;
    Struct left = null;
    // The right one first: should a hostile item name an origin behind its right origin, cutting
    // out the right one afterwards would take away the end of the left one.
    if (rightOrigin != null) {
      ClientStructs structs = store.known(rightOrigin);
      item.setRightOriginOwner(structs);
      right = transaction.cutBefore(structs, item.rightOriginClock());
    }
    if (origin != null) {
      ClientStructs structs = store.known(origin);
      item.setOriginOwner(structs);
      left = transaction.cutBehind(structs, item.originClock());
    }
    if (left instanceof Gc || right instanceof Gc || !findHome(item, left, right)) {
      appendGc(item.owner(), item.clock(), item.length());
    } else {
      link(item, (Item) left, (Item) right);
    }
  }

  /** Finds the branch that the item belongs to; false if there is none any more. */
  private boolean findHome(Item item, @Nullable Struct left, @Nullable Struct right) {
    Parent parent = item.parent();
    if (parent == null) {
      Item neighbour = (Item) (left != null ? left : right);
      if (neighbour == null) {
        return false;
      }
      item.setParent(neighbour.home());
      return true;
    }
    String key = null;
    if (parent instanceof Parent.Keyed keyed) {
      key = keyed.key();
      parent = keyed.type();
    }
    Branch branch;
    if (parent instanceof Parent.Root root) {
      branch = store.root(root.name());
    } else if (parent instanceof Parent.Id id
        && store.find(id.client(), id.clock()) instanceof Item holder
        && holder.type() != null) {
      branch = holder.type();
    } else {
      return false;
    }
    item.setParent(key == null ? branch : branch.slot(key));
    return true;
  }

  /** Links an item in whose branch is known. */
  void link(Item item, @Nullable Item left, @Nullable Item right) {
    Branch branch = item.branch();
    Slot slot = item.slot();
    boolean contested =
        left == null ? right == null || right.left() != null : left.right() != right;
    Item settled = contested ? settle(item, left, right) : left;
    Item follower;
    if (settled != null) {
      follower = settled.right();
      settled.setRight(item);
    } else if (slot != null) {
      follower = slot.first();
      slot.setFirst(item);
    } else {
      follower = branch.start();
      branch.setStart(item);
    }
    item.setLeft(settled);
    item.setRight(follower);
    if (follower != null) {
      follower.setLeft(item);
    } else if (slot != null) {
      slot.setLast(item);
      if (settled != null) {
        deletion.delete(settled);
      }
    }
    if (slot == null) {
      branch.onLinked(item);
    }
    item.storeText(store.texts());
    transaction.append(item);
    enter(item);
    transaction.noteAdded(item);
    if (branch.isDeleted() || (slot != null && follower != null)) {
      deletion.delete(item);
    } else if (slot != null && item.length() > 1 && !item.isDeleted()) {
      deleteAllButTheLast(item);
    }
  }

  /**
   * The value of a key takes one clock, and deletes the value before it. A hostile item of several
   * clocks is a value each, as if they had come one by one: yjs would keep them together until
   * something cuts them.
   */
  private void deleteAllButTheLast(Item item) {
    ClientStructs structs = store.clientOf(item);
    transaction.split(structs, structs.size() - 1, item, item.length() - 1);
    deletion.delete(item);
  }

  /** What content does when it enters a document. */
  private void enter(Item item) {
    Branch type = item.type();
    if (type != null) {
      type.setItem(item);
    } else if (item.isCollected()) {
      item.markDeleted();
      transaction.noteDeleted(item);
    } else {
      ContentDoc subdocument = item.subdocument();
      if (subdocument != null) {
        transaction.noteSubdocument(subdocument);
      }
    }
  }

  /**
   * Finds the left neighbour among items that were put in at the same place concurrently.
   *
   * <p>yjs keeps two sets while it walks: the items it passed, and those of them passed since it
   * last moved the place. Here each item it passes is numbered, and the sets are the numbers above
   * one or the other mark.
   */
  private @Nullable Item settle(Item item, @Nullable Item left, @Nullable Item right) {
    Item place = left;
    Item other;
    if (left != null) {
      other = left.right();
    } else if (item.slot() != null) {
      other = item.slot().first();
    } else {
      other = item.branch().start();
    }
    int passed = store.beginVisits();
    int conflicting = passed;
    while (other != null && other != right) {
      store.work().step();
      int visit = store.nextVisit();
      other.setVisit(visit);
      if (item.hasSameOrigin(other)) {
        if (other.client() < item.client()) {
          place = other;
          conflicting = visit;
        } else if (item.hasSameRightOrigin(other)) {
          break;
        }
      } else {
        int originVisit = visitOfOrigin(other);
        if (originVisit <= passed) {
          break;
        }
        if (originVisit <= conflicting) {
          place = other;
          conflicting = visit;
        }
      }
      other = other.right();
    }
    return place;
  }

  /** The number of the item that another one's origin lies in; 0 if there is none. */
  private int visitOfOrigin(Item other) {
    Client owner = other.originOwner();
    if (owner == null) {
      return 0;
    }
    Item left = other.left();
    if (left != null && left.owner() == owner && left.lastClock() == other.originClock()) {
      return left.visit();
    }
    return store.known(owner).find(other.originClock()) instanceof Item origin ? origin.visit() : 0;
  }
}
