package dev.quire.crdt;

import dev.quire.crdt.change.EventSource;

/** That an array has changed. */
public final class YArrayEvent extends YEvent {
  private final YArray array;

  YArrayEvent(EventSource source, YArray array) {
    super(source, array);
    this.array = array;
  }

  @Override
  public YArray target() {
    return array;
  }
}
