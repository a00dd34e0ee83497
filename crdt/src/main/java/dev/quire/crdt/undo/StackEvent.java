package dev.quire.crdt.undo;

import dev.quire.crdt.YEvent;
import dev.quire.crdt.YType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * That a step was put on a stack, changed there, or taken off.
 *
 * @param item the step
 * @param kind what it is good for: of one taken off, what has just been done
 * @param origin what the change was to be recognised by: the undo manager, if it made it
 * @param changedParentTypes the types that changed and all that they lie in, with their events
 */
public record StackEvent(
    StackItem item,
    Kind kind,
    @Nullable Object origin,
    Map<YType, List<YEvent>> changedParentTypes) {
  /** On which stack the step stands. */
  public enum Kind {
    UNDO,
    REDO
  }

  /**
   * That stacks were emptied.
   *
   * @param undoStack whether the one of steps to undo was
   * @param redoStack whether the one of steps to redo was
   */
  public record Cleared(boolean undoStack, boolean redoStack) {}
}
