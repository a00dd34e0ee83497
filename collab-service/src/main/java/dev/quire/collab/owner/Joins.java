package dev.quire.collab.owner;

import dev.quire.crdt.StateVector;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Encodings of the state: at once where that is cheap, else as work for another thread, one at a
 * time for a document. A result answers everybody who asked for the same, as long as it holds all
 * that was durable when they asked: what came later reaches them by fan-out, what came earlier
 * would not. A snapshot is one more who asks.
 *
 * <p>Bounded by {@link OwnerLimits#maxSessions}.
 */
final class Joins {
  private record Join(Session session, long number, StateVector known, long atRevision) {}

  private final DocumentId document;
  private final DocumentState state;
  private final Snapshots snapshots;
  private final int maxWaiting;
  private final Outbox outbox;
  private final ArrayDeque<Join> waiting = new ArrayDeque<>();
  private @Nullable StateWork work;

  Joins(
      DocumentId document,
      DocumentState state,
      Snapshots snapshots,
      int maxWaiting,
      Outbox outbox) {
    this.document = document;
    this.state = state;
    this.snapshots = snapshots;
    this.maxWaiting = maxWaiting;
    this.outbox = outbox;
  }

  boolean isFull() {
    return waiting.size() >= maxWaiting;
  }

  /** Answers, now or later, what a session's state vector lacks. */
  void synchronise(Session session, long number, StateVector known, long epoch) {
    Join join = new Join(session, number, known, state.revision());
    if (!answersAtOnce(join)) {
      waiting.add(join);
      goOn(epoch);
    }
  }

  /** Stores a snapshot of what is durable, now or once it is encoded. */
  void snapshot(long epoch) {
    snapshots.begin();
    goOn(epoch);
  }

  /** The session is gone: nobody waits for its answers. */
  void forget(Session session) {
    waiting.removeIf(join -> join.session() == session);
  }

  /** What the work made. */
  void encoded(StateWork done, Bytes bytes, long epoch) {
    if (work == null || done.number() != work.number()) {
      return;
    }
    work = null;
    state.encoded(done, bytes);
    waiting.removeIf(join -> isServedBy(done, join) && answer(join, done.revision(), bytes));
    if (done.isWhole() && snapshots.isToBeEncoded()) {
      store(epoch, done.revision(), bytes);
    }
    goOn(epoch);
  }

  private static boolean isServedBy(StateWork done, Join join) {
    return join.known().equals(done.stateVector()) && join.atRevision() <= done.revision();
  }

  private void goOn(long epoch) {
    if (work != null) {
      return;
    }
    if (snapshots.isToBeEncoded()) {
      state
          .encodeAtOnce(StateVector.EMPTY)
          .ifPresentOrElse(
              bytes -> store(epoch, state.revision(), bytes), () -> start(StateVector.EMPTY));
    }
    if (work == null) {
      waiting.removeIf(this::answersAtOnce);
      if (!waiting.isEmpty()) {
        start(waiting.element().known());
      }
    }
  }

  private void start(StateVector known) {
    work = state.workFor(known);
    outbox.add(new Effect.EncodeState(document, work));
  }

  private void store(long epoch, long revision, Bytes bytes) {
    snapshots.encoded();
    outbox.add(new Effect.StoreSnapshot(document, epoch, revision, bytes));
  }

  private boolean answersAtOnce(Join join) {
    return state
        .encodeAtOnce(join.known())
        .map(bytes -> answer(join, state.revision(), bytes))
        .orElse(false);
  }

  private boolean answer(Join join, long revision, Bytes bytes) {
    Session session = join.session();
    outbox.add(
        new Effect.Synchronise(
            document,
            session.edge(),
            session.number(),
            join.number(),
            revision,
            state.stateVector(),
            bytes));
    return true;
  }
}
