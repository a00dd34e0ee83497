package dev.quire.crdt;

import dev.quire.crdt.edit.ListEdits;
import dev.quire.crdt.event.Subscription;
import dev.quire.crdt.struct.Branch;
import dev.quire.crdt.struct.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A shared list of XML nodes: elements, texts, hooks. */
public sealed class YXmlFragment extends YType permits YXmlElement {
  YXmlFragment(YDoc doc, Branch branch) {
    super(doc, branch);
  }

  /**
   * Calls somebody after each transaction that changes the list of children, or the attributes.
   *
   * @return ends it when closed; ends by itself when the type is deleted
   */
  public final Subscription observe(Consumer<? super YXmlEvent> listener) {
    return observeAny(event -> listener.accept((YXmlEvent) event));
  }

  /** How many nodes it has. */
  public final long length() {
    return branch().length();
  }

  /**
   * The node at an index.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  public final @Nullable Object get(long index) {
    return listValue(index);
  }

  /** The nodes that are types, which they all are unless somebody put plain values in; a copy. */
  public final List<YType> children() {
    List<YType> children = new ArrayList<>();
    for (Object value : listValues()) {
      if (value instanceof YType child) {
        children.add(child);
      }
    }
    return children;
  }

  /**
   * All nodes that there were at a snapshot.
   *
   * @throws SnapshotException if what the snapshot shows has been collected
   */
  public final List<@Nullable Object> toList(Snapshot snapshot) {
    return new PastReader(this, snapshot).list();
  }

  /**
   * Makes a new node at an index, and returns it.
   *
   * @throws IndexOutOfBoundsException if the index is below 0 or above the length
   */
  public final <T extends YType> T create(long index, NewType<T> node) {
    return node.create(
        doc(), (author, made) -> new ListEdits(author, branch()).insert(index, List.of(made)));
  }

  /**
   * Makes a new node behind another one, and returns it.
   *
   * @param before a child of this node; null for the beginning
   * @throws IllegalArgumentException if it is no child of this node
   */
  public final <T extends YType> T insertAfter(@Nullable YType before, NewType<T> node) {
    Item left = before == null ? null : before.branch().item();
    if (before != null && (left == null || left.branch() != branch())) {
      throw new IllegalArgumentException("the node to insert behind is no child of this one");
    }
    return node.create(
        doc(),
        (author, made) ->
            author.insert(branch(), left, left == null ? branch().start() : left.right(), made));
  }

  /** The first child that is a type, or null. */
  public final @Nullable YType firstChild() {
    List<YType> children = children();
    return children.isEmpty() ? null : children.get(0);
  }

  /**
   * All nodes within this one that pass a filter, parents before their children; as they are now.
   */
  public final List<YType> createTreeWalker(Predicate<? super YType> filter) {
    return XmlTree.nodesWithin(this, filter);
  }

  /** The first element of a name within this node, upper or lower case, or null. */
  public final @Nullable YXmlElement querySelector(String nodeName) {
    return XmlTree.firstElement(this, nodeName);
  }

  /** All elements of a name within this node, upper or lower case. */
  public final List<YXmlElement> querySelectorAll(String nodeName) {
    return XmlTree.elements(this, nodeName);
  }

  /** Makes a new node at the end, and returns it. */
  public final <T extends YType> T append(NewType<T> node) {
    return create(length(), node);
  }

  /**
   * Deletes nodes.
   *
   * @throws IndexOutOfBoundsException if there are fewer
   */
  public final void delete(long index, long length) {
    doc().edit(author -> new ListEdits(author, branch()).delete(index, length));
  }

  @Override
  Object toJson(int depth) {
    return XmlPrinter.print(this, depth);
  }

  /** The nodes as XML-like text, as yjs prints it: nothing is escaped. */
  @Override
  public final String toString() {
    return XmlPrinter.print(this, MAX_READ_DEPTH);
  }
}
