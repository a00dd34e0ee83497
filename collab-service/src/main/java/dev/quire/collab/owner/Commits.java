package dev.quire.collab.owner;

import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.ReadLog;
import dev.quire.wire.session.ToEdge.Reason;
import java.util.List;

/**
 * From the sequence into the log, and only then to everybody: the document, the edges, the senders.
 *
 * <p>Also what is done when nobody can say whether an append is in the log. Its shard's epoch is
 * raised, which waits for it or fences it; then the log is read after the last durable revision.
 * What was in flight is there, or it is not and never will be; anything else that is there was
 * written by somebody else, and this owner has lost its place.
 */
final class Commits {
  private final Tenure tenure;
  private final Sequence sequence;
  private final DocumentState state;
  private final Snapshots snapshots;
  private final Joins joins;
  private final Answers answers;
  private final Subscriptions subscriptions;
  private final Settlement settlement;
  private final Outbox outbox;

  Commits(
      Tenure tenure,
      Sequence sequence,
      DocumentState state,
      Snapshots snapshots,
      Joins joins,
      Answers answers,
      Subscriptions subscriptions,
      OwnerLimits limits,
      Outbox outbox) {
    this.tenure = tenure;
    this.sequence = sequence;
    this.state = state;
    this.snapshots = snapshots;
    this.joins = joins;
    this.answers = answers;
    this.subscriptions = subscriptions;
    this.settlement = new Settlement(tenure.document(), limits, outbox);
    this.outbox = outbox;
  }

  /** Asks for room in the lane's next append, where something waits and may be appended. */
  void askForRoom() {
    if (hasBatch()) {
      outbox.add(new Effect.Ready(tenure.document()));
    }
  }

  private boolean hasBatch() {
    return tenure.mayAppend() && sequence.isWaiting() && !sequence.isAppending();
  }

  /**
   * The moment after which an edit can't be kept from the log any more. A right that has ended
   * since the edit was accepted counts here: it may have waited for long. Its revision was given to
   * it, and others' come after it, so that all of them are sequenced anew, by a new owner, as their
   * sessions send them again.
   */
  void take(Input.TakeBatch room) {
    if (!hasBatch()) {
      return;
    }
    if (sequence.holdsRevoked()) {
      tenure.end(Reason.LOST_PLACE, "somebody's right has ended whose edit waits");
    } else {
      long base = sequence.durable();
      List<Append.Update> updates = sequence.take(room.maxUpdates(), room.maxBytes());
      outbox.add(
          new Effect.Append(new Append.Part(tenure.document(), tenure.epoch(), base, updates)));
    }
  }

  void ended(Append.Outcome outcome) {
    if (tenure.isIn(Phase.SETTLING) || !sequence.isAppending()) {
      return;
    }
    if (outcome instanceof Append.Fenced fenced) {
      tenure.end(Reason.NOT_OWNER, "fenced by epoch " + fenced.epoch());
    } else if (outcome instanceof Append.Refused refused) {
      // Not said again by itself: the editors go on, slower each time, and somebody reads the log.
      tenure.end(Reason.OVERLOADED, "the log can't keep its updates: " + refused.detail());
    } else if (isAllAppended(outcome)) {
      commit();
    } else {
      settle("the log answered " + outcome);
    }
  }

  private boolean isAllAppended(Append.Outcome outcome) {
    return outcome instanceof Append.Appended appended
        && appended.revision() == sequence.revisionInFlight();
  }

  /** What was in flight is in the log: only now does it exist for anybody. */
  private void commit() {
    List<Sequenced> committed = sequence.commit();
    long durable = sequence.durable();
    state.absorb(committed);
    subscriptions.fanOut(committed, tenure.epoch());
    answers.committed(durable);
    committed.forEach(sequenced -> snapshots.count(sequenced.update().length()));
    if (snapshots.isDue()) {
      joins.snapshot();
    }
    goOn();
  }

  private void goOn() {
    askForRoom();
    endIfReleased();
  }

  /** A release is over when nothing is left to be committed. */
  void endIfReleased() {
    if (tenure.isIn(Phase.RELEASING) && sequence.isAllDurable()) {
      tenure.end(Reason.NOT_OWNER, "released");
    }
  }

  // Outcomes in doubt.

  void outcomeUnknown() {
    settle("an append of unknown outcome");
  }

  private void settle(String because) {
    if (!tenure.isIn(Phase.SETTLING) && sequence.isAppending()) {
      tenure.enter(Phase.SETTLING, because);
      outbox.add(new Effect.Settle(tenure.document()));
    }
  }

  /**
   * Nothing can come into the log any more that is not there.
   *
   * @param isNext whether nobody can have owned the shard in between
   */
  void epochRaised(boolean isNext) {
    if (!tenure.isIn(Phase.SETTLING) && !isNext) {
      tenure.enter(
          Phase.SETTLING, "somebody may have owned the shard before epoch " + tenure.epoch());
    }
    if (tenure.isIn(Phase.SETTLING)) {
      settlement.begin(sequence.durable());
    }
  }

  /** Whether the page of the log was one that this had asked for. */
  boolean take(long read, ReadLog.Page page) {
    if (!settlement.isRead(read)) {
      return false;
    }
    if (settlement.take(page, sequence.durable())) {
      settled();
    }
    return true;
  }

  private void settled() {
    if (settlement.isLogShorterThan(sequence.durable())) {
      tenure.end(Reason.LOST_PLACE, "the log was restored");
    } else if (settlement.found().isEmpty()) {
      sequence.takeBack();
      tenure.goOn("settled: to be appended again");
      goOn();
    } else if (sequence.isInFlight(settlement.found())) {
      tenure.goOn("settled: committed");
      commit();
    } else {
      tenure.end(Reason.LOST_PLACE, "somebody else has written to the log");
    }
  }

  /** Whether the failed read of the log was one that this had asked for. */
  boolean unavailable(long read) {
    if (!settlement.isRead(read)) {
      return false;
    }
    settlement.unavailable();
    return true;
  }

  void tick() {
    settlement.tick(sequence.durable());
  }
}
