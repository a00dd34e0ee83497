package dev.quire.collab.owner;

import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.wire.session.ToEdge.Reason;
import dev.quire.wire.session.ToOwner;
import java.util.Optional;

/** What an owner has once its document is loaded, and what it does with the frames of sessions. */
final class LoadedDocument {
  private final Sequence sequence;
  private final DocumentState state;
  private final Snapshots snapshots;
  private final Joins joins;
  private final SeedGuard seeds;
  private final Intake intake;
  private final Answers answers;
  private final Commits commits;

  LoadedDocument(
      LoadedState from,
      Tenure tenure,
      OwnerLimits limits,
      Subscriptions subscriptions,
      Outbox outbox) {
    state = new DocumentState(from, limits.inlineStateBytes());
    sequence = new Sequence(from.revision(), state);
    snapshots = new Snapshots(from, limits);
    joins = new Joins(tenure.document(), state, snapshots, limits, outbox);
    seeds = new SeedGuard(tenure.document(), from);
    intake = new Intake(sequence, state, seeds, limits);
    answers = new Answers(outbox);
    commits =
        new Commits(
            tenure, sequence, state, snapshots, joins, answers, subscriptions, limits, outbox);
  }

  Sequence sequence() {
    return sequence;
  }

  Snapshots snapshots() {
    return snapshots;
  }

  Joins joins() {
    return joins;
  }

  Commits commits() {
    return commits;
  }

  /** Takes a session's next frame; says why where that is the end of the session. */
  Optional<Reason> take(Session session, ToOwner.Input frame) {
    if (frame instanceof ToOwner.Edit edit) {
      return edit(session, edit);
    } else if (frame instanceof ToOwner.Synchronise synchronise) {
      return synchronise(session, synchronise);
    }
    throw new IllegalArgumentException("not a frame: " + frame.getClass().getSimpleName());
  }

  private Optional<Reason> edit(Session session, ToOwner.Edit edit) {
    if (intake.isFull(session)) {
      return Optional.of(Reason.OVERLOADED);
    }
    boolean waited = sequence.isWaiting();
    Optional<Reason> why = intake.edit(session, edit);
    if (why.isPresent()) {
      return why;
    }
    answers.added(session, sequence.durable());
    if (!waited) {
      commits.askForRoom();
    }
    return Optional.empty();
  }

  private Optional<Reason> synchronise(Session session, ToOwner.Synchronise frame) {
    if (joins.isFull()) {
      return Optional.of(Reason.OVERLOADED);
    }
    try {
      if (seeds.refuses(frame.stateVector(), state)) {
        return Optional.of(Reason.OTHER_HISTORY);
      }
      joins.synchronise(session, frame.number(), frame.stateVector());
      return Optional.empty();
    } catch (MalformedUpdateException e) {
      // Edges let only state vectors through: one that sends something else has lost its own place.
      return Optional.of(Reason.LOST_PLACE);
    }
  }

  void forget(Session session) {
    intake.forget(session);
    answers.forget(session);
    joins.forget(session);
  }

  /** Whether anything was ever refused for its size. */
  boolean hasRefused() {
    return intake.hasRefused();
  }

  /** Whether the session was refused something for which there is room now. */
  boolean hasRoomForRefused(Session session) {
    return intake.hasRoomForRefused(session);
  }

  /** Stores a snapshot where one is due, or where something was refused that need not have been. */
  void tick() {
    boolean measure = intake.takeDoubtful() && !snapshots.isMeasured();
    if (snapshots.isDue() || measure) {
      joins.snapshot();
    }
  }

  /** What it takes in memory, in bytes. */
  long heldBytes() {
    return state.heldBytes() + sequence.heldBytes() + joins.waitingBytes();
  }
}
