package dev.quire.crdt;

import dev.quire.crdt.struct.Branch;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A shared XML element: a name, attributes and children. */
public final class YXmlElement extends YXmlFragment {
  private final String nodeName;

  YXmlElement(YDoc doc, Branch branch, String nodeName) {
    super(doc, branch);
    this.nodeName = nodeName;
  }

  /** Its name, as it was written. */
  public String nodeName() {
    return nodeName;
  }

  /** The next node behind it, or null. */
  public @Nullable YType nextSibling() {
    return sibling(item -> item == null ? null : item.right());
  }

  /** The next node before it, or null. */
  public @Nullable YType prevSibling() {
    return sibling(item -> item == null ? null : item.left());
  }

  /** Whether it has an attribute. */
  public boolean hasAttribute(String name) {
    return hasMapValue(name);
  }

  /** The value of an attribute, or null. */
  public @Nullable Object getAttribute(String name) {
    return mapValue(name);
  }

  /** The attributes. */
  public Map<String, @Nullable Object> getAttributes() {
    return mapValues();
  }

  /**
   * The attributes that there were at a snapshot.
   *
   * @throws SnapshotException if what the snapshot shows has been collected
   */
  public Map<String, @Nullable Object> getAttributes(Snapshot snapshot) {
    return new PastReader(this, snapshot).map();
  }

  /** Sets an attribute. */
  public void setAttribute(String name, @Nullable Object value) {
    putMapValue(name, value);
  }

  /** Takes an attribute away. */
  public void removeAttribute(String name) {
    removeMapValue(name);
  }
}
