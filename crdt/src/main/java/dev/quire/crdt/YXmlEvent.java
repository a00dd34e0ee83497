package dev.quire.crdt;

import dev.quire.crdt.change.EventSource;
import java.util.Set;

/** That an XML element, or a list of XML nodes, has changed. */
public final class YXmlEvent extends YEvent {
  private final YXmlFragment node;

  YXmlEvent(EventSource source, YXmlFragment node) {
    super(source, node);
    this.node = node;
  }

  @Override
  public YXmlFragment target() {
    return node;
  }

  /** The attributes that were set or removed. */
  public Set<String> attributesChanged() {
    return changedKeys();
  }

  /** Whether children came or went. */
  public boolean childListChanged() {
    return listChanged();
  }
}
