package dev.quire.collab.owner;

import dev.quire.crdt.lazy.FoldedDoc;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Encodings of the state: at once where that is cheap, else as work for another thread, one at a
 * time for a document. A result answers everybody who asked for the same, as long as it holds all
 * that was durable when they asked: what came later reaches them by fan-out, what came earlier
 * would not. A snapshot is made by a work of its own, which may take long: nobody waits for it, but
 * whoever waits when it is done is served from it.
 *
 * <p>Bounded by {@link OwnerLimits#maxSessions}, and in bytes by {@link OwnerLimits#maxHeldBytes}.
 */
final class Joins {
  /** What a join costs besides its state vector, so that empty ones are bounded too. */
  private static final int JOIN_OVERHEAD = 100;

  private record Join(Session session, long number, Bytes stateVector, long atRevision) {
    int weight() {
      return stateVector.length() + JOIN_OVERHEAD;
    }
  }

  private final DocumentId document;
  private final DocumentState state;
  private final Snapshots snapshots;
  private final OwnerLimits limits;
  private final Outbox outbox;
  private final ArrayDeque<Join> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private @Nullable StateWork work;
  private @Nullable StateWork snapshot;

  Joins(
      DocumentId document,
      DocumentState state,
      Snapshots snapshots,
      OwnerLimits limits,
      Outbox outbox) {
    this.document = document;
    this.state = state;
    this.snapshots = snapshots;
    this.limits = limits;
    this.outbox = outbox;
  }

  boolean isFull() {
    return waiting.size() >= limits.maxSessions() || waitingBytes >= limits.maxHeldBytes();
  }

  /** The bytes of the state vectors that wait. */
  long waitingBytes() {
    return waitingBytes;
  }

  /**
   * Answers, now or later, what a session's state vector lacks.
   *
   * @throws dev.quire.crdt.fault.MalformedUpdateException where it is none and that is seen at once
   */
  void synchronise(Session session, long number, Bytes stateVector) {
    Bytes known = stateVector.isEmpty() ? DocumentState.EVERYTHING : stateVector;
    Join join = new Join(session, number, known, state.revision());
    if (!answersAtOnce(join)) {
      waiting.add(join);
      waitingBytes += join.weight();
      goOn();
    }
  }

  /** Makes a snapshot of what is durable; {@link #encoded} stores it. */
  void snapshot() {
    snapshots.begin();
    snapshot = state.snapshot();
    outbox.add(new Effect.EncodeState(document, snapshot));
  }

  /** The session is gone: nobody waits for its answers. */
  void forget(Session session) {
    removeIf(join -> join.session() == session);
  }

  /** What a work made. */
  void encoded(StateWork done, StateWork.Result result, long epoch) {
    if (snapshot != null && done.number() == snapshot.number()) {
      snapshot = null;
      replace(done, result);
      if (done.compacts() && !result.compacted()) {
        state.tooMuchWork();
      }
      snapshots.encoded();
      outbox.add(new Effect.StoreSnapshot(document, epoch, done.revision(), result.state()));
    } else if (work != null && done.number() == work.number()) {
      work = null;
      if (snapshot == null) {
        // Else the snapshot, which is worth more, would find nothing to take the place of.
        replace(done, result);
      }
    } else {
      return;
    }
    removeIf(join -> isServedBy(done, join) && answer(join, done.revision(), result));
    goOn();
  }

  private void replace(StateWork done, StateWork.Result result) {
    FoldedDoc whole = result.whole();
    if (whole != null) {
      state.replace(done, whole);
    }
  }

  private static boolean isServedBy(StateWork done, Join join) {
    return join.stateVector().equals(done.stateVector()) && join.atRevision() <= done.revision();
  }

  private void goOn() {
    if (work == null) {
      removeIf(this::answersAtOnce);
      if (!waiting.isEmpty()) {
        work = state.workFor(waiting.element().stateVector());
        outbox.add(new Effect.EncodeState(document, work));
      }
    }
  }

  private void removeIf(Predicate<Join> isDone) {
    for (Iterator<Join> all = waiting.iterator(); all.hasNext(); ) {
      Join join = all.next();
      if (isDone.test(join)) {
        all.remove();
        waitingBytes -= join.weight();
      }
    }
  }

  private boolean answersAtOnce(Join join) {
    return state
        .encodeAtOnce(join.stateVector())
        .map(bytes -> answer(join, state.revision(), bytes, state.stateVector()))
        .orElse(false);
  }

  private boolean answer(Join join, long revision, StateWork.Result result) {
    return answer(join, revision, result.state(), result.stateVector());
  }

  private boolean answer(Join join, long revision, Bytes bytes, Bytes stateVector) {
    Session session = join.session();
    outbox.add(
        new Effect.Synchronise(
            document,
            session.edge(),
            session.number(),
            join.number(),
            revision,
            stateVector,
            bytes));
    return true;
  }
}
