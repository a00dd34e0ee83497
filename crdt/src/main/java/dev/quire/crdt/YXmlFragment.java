package dev.quire.crdt;

import dev.quire.crdt.content.ContentType;
import dev.quire.crdt.edit.ListEdits;
import dev.quire.crdt.event.Subscription;
import dev.quire.crdt.event.YXmlEvent;
import dev.quire.crdt.struct.Branch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
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
    ContentType content = node.content();
    doc().edit(author -> new ListEdits(author, branch()).insert(index, List.of(content)));
    return node.view(doc(), content);
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
