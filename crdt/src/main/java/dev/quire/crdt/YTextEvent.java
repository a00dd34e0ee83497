package dev.quire.crdt;

import dev.quire.crdt.change.EventSource;
import dev.quire.crdt.event.Changes;
import dev.quire.crdt.event.DeltaOp;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** That a text has changed. */
public final class YTextEvent extends YEvent {
  private final YText text;
  private @Nullable List<DeltaOp> delta;

  YTextEvent(EventSource source, YText text) {
    super(source, text);
    this.text = text;
  }

  @Override
  public YText target() {
    return text;
  }

  /** The attributes of the whole text that were set or removed. */
  public Set<String> keysChanged() {
    return changedKeys();
  }

  /** Whether the text or its formatting changed. */
  public boolean childListChanged() {
    return listChanged();
  }

  /**
   * The change of the text and its formatting. In documents with formatting cleanup, reading this
   * deletes marks that turn out to say nothing, in a transaction of its own, as in yjs.
   */
  @Override
  public List<DeltaOp> delta() {
    if (delta == null) {
      source().requireCurrent();
      delta = text.doc().dispatcher().textDelta(source());
    }
    return delta;
  }

  @Override
  Changes computeChanges() {
    return new Changes(List.of(), List.of(), keys(), delta());
  }
}
