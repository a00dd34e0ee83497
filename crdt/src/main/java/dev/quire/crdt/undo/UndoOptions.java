package dev.quire.crdt.undo;

import dev.quire.crdt.event.ItemChange;
import dev.quire.crdt.event.YTransaction;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How an {@link UndoManager} works.
 *
 * @param clock the time in milliseconds, above 0
 * @param captureTimeoutMillis changes that follow each other faster become one step
 * @param trackedOrigins which changes count as one's own: those whose origin is in here, or is an
 *     object whose class is in here; null is the origin of changes without one
 * @param captureTransaction false for a change that shall not be undone
 * @param deleteFilter false for an item that no undo shall delete
 * @param ignoreRemoteMapChanges whether an undo may put a key's value back although others have
 *     written it since
 */
public record UndoOptions(
    LongSupplier clock,
    long captureTimeoutMillis,
    Set<? extends @Nullable Object> trackedOrigins,
    Predicate<? super YTransaction> captureTransaction,
    Predicate<? super ItemChange> deleteFilter,
    boolean ignoreRemoteMapChanges) {

  /** Changes within this time become one step, unless said otherwise. */
  public static final long DEFAULT_CAPTURE_TIMEOUT_MILLIS = 500;

  /** The options of yjs: changes without an origin within 500 ms are a step. */
  public UndoOptions(LongSupplier clock) {
    this(
        clock,
        DEFAULT_CAPTURE_TIMEOUT_MILLIS,
        Collections.singleton(null),
        transaction -> true,
        item -> true,
        false);
  }

  /** Copies the origins. */
  public UndoOptions {
    trackedOrigins = Collections.unmodifiableSet(new HashSet<>(trackedOrigins));
  }

  /** These options with another time; 0 makes each transaction a step. */
  public UndoOptions withCaptureTimeout(long millis) {
    return new UndoOptions(
        clock, millis, trackedOrigins, captureTransaction, deleteFilter, ignoreRemoteMapChanges);
  }

  /** These options with other origins, and those alone. */
  public UndoOptions withTrackedOrigins(Set<? extends @Nullable Object> origins) {
    return new UndoOptions(
        clock,
        captureTimeoutMillis,
        origins,
        captureTransaction,
        deleteFilter,
        ignoreRemoteMapChanges);
  }

  /** These options with a choice of changes. */
  public UndoOptions withCaptureTransaction(Predicate<? super YTransaction> captures) {
    return new UndoOptions(
        clock,
        captureTimeoutMillis,
        trackedOrigins,
        captures,
        deleteFilter,
        ignoreRemoteMapChanges);
  }

  /** These options with a choice of what may be deleted. */
  public UndoOptions withDeleteFilter(Predicate<? super ItemChange> filter) {
    return new UndoOptions(
        clock,
        captureTimeoutMillis,
        trackedOrigins,
        captureTransaction,
        filter,
        ignoreRemoteMapChanges);
  }

  /** These options with or without regard for what others wrote under the same key. */
  public UndoOptions withIgnoreRemoteMapChanges(boolean ignore) {
    return new UndoOptions(
        clock, captureTimeoutMillis, trackedOrigins, captureTransaction, deleteFilter, ignore);
  }
}
