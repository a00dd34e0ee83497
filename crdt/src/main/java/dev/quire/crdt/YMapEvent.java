package dev.quire.crdt;

import dev.quire.crdt.change.EventSource;
import java.util.Set;

/** That a map has changed. */
public final class YMapEvent extends YEvent {
  private final YMap map;

  YMapEvent(EventSource source, YMap map) {
    super(source, map);
    this.map = map;
  }

  @Override
  public YMap target() {
    return map;
  }

  /** The keys whose values were written or deleted. */
  public Set<String> keysChanged() {
    return changedKeys();
  }
}
