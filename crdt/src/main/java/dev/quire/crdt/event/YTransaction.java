package dev.quire.crdt.event;

import dev.quire.crdt.id.Id;
import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.id.StateVector;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One change of a document, as those see it who make it or listen: who caused it, what each
 * client's clock was before, what it deleted. The engine makes them; nobody else implements this.
 *
 * <p>Listeners may begin further transactions while this one is being told of; what those add
 * counts as added after this one began, as in yjs. Of use until the listeners have all been called.
 */
public interface YTransaction {
  /** What whoever made the change wants to recognise it by. */
  @Nullable Object origin();

  /** Whether the change is made here, not received. */
  boolean isLocal();

  /** What the change deleted so far; not to be changed. */
  IdSet deletes();

  /** Whatever listeners want to keep with the change, for each other. */
  Map<Object, @Nullable Object> meta();

  /** The clock that was expected next of a client before the change. */
  long stateBefore(long client);

  /**
   * The clock that was expected next of a client after the change: of one that was told to
   * listeners, when their turn came.
   */
  long stateAfter(long client);

  /** The clocks that were expected next before the change, of the clients that it added to. */
  StateVector statesBefore();

  /** The clocks that were expected next after the change, of the clients that it added to. */
  StateVector statesAfter();

  /** Whether nothing was added or deleted. */
  boolean isEmpty();

  /** Whether all listeners have been called and what was deleted is gone. */
  boolean isOver();

  /** Whether the change added what an id names. */
  default boolean adds(Id id) {
    return id.clock() >= stateBefore(id.client()) && id.clock() < stateAfter(id.client());
  }

  /** Whether the change deleted what an id names. */
  default boolean deletes(Id id) {
    return deletes().contains(id.client(), id.clock());
  }
}
