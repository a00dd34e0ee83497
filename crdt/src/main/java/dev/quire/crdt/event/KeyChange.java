package dev.quire.crdt.event;

import org.jspecify.annotations.Nullable;

/**
 * What became of the value of a key: of a map, or an attribute.
 *
 * @param action what happened
 * @param oldValue what was there before, plain or a deleted type; null if it was added
 */
public record KeyChange(Action action, @Nullable Object oldValue) {
  /** What can happen to a value. */
  public enum Action {
    /** There was none. */
    ADD,
    /** Another took its place. */
    UPDATE,
    /** It is gone. */
    DELETE
  }
}
