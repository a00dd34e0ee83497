package dev.quire.collab.owner;

import dev.quire.crdt.UpdateContents;
import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.id.IdSet;
import dev.quire.wire.Bytes;
import dev.quire.wire.session.ToEdge.Reason;
import dev.quire.wire.session.ToEdge.Verdict;
import dev.quire.wire.session.ToOwner;
import java.util.Optional;

/**
 * What becomes of an edit: the one place where something new is let in.
 *
 * <p>In this order: not an update at all; nothing new in it, which is fine from anybody; something
 * new from one who may only read; a history that must not come in; something new under the client
 * id of another who is here; something for another revision than the document is at; too much for
 * the document, or built on what was; else it gets the next revision.
 */
final class Intake {
  private final Sequence sequence;
  private final DocumentState state;
  private final SeedGuard seeds;
  private final OwnerLimits limits;
  private final ClientIds clientIds = new ClientIds();
  private final Refusals refusals = new Refusals();
  private boolean doubtful;
  private boolean hasRefused;

  Intake(Sequence sequence, DocumentState state, SeedGuard seeds, OwnerLimits limits) {
    this.sequence = sequence;
    this.state = state;
    this.seeds = seeds;
    this.limits = limits;
  }

  /** Whether the next edit of the session may go over a bound of what waits. */
  boolean isFull(Session session) {
    return sequence.pendingUpdates() >= limits.maxWaitingUpdates()
        || sequence.pendingBytes() >= limits.maxWaitingBytes()
        || session.waitingRuns() >= limits.maxWaitingUpdates();
  }

  /**
   * Decides, and notes the session's answer with the revision it waits for.
   *
   * @return why the session is to be ended, where the edit gets no answer
   */
  Optional<Reason> edit(Session session, ToOwner.Edit edit) {
    long number = edit.number();
    Bytes update = edit.update();
    UpdateContents contents;
    try {
      contents = UpdateContents.read(update.array());
    } catch (MalformedUpdateException e) {
      session.answer(number, Verdict.MALFORMED, 0);
      return Optional.empty();
    }
    UpdateContents fresh = sequence.unknown(contents);
    if (fresh.isEmpty()) {
      session.answer(number, Verdict.APPLIED, sequence.durableWith(contents));
    } else if (!session.mayEdit()) {
      doubtful |= fresh.structs().isEmpty();
      session.answer(number, Verdict.READ_ONLY, 0);
    } else if (seeds.refuses(session, update, contents, fresh)) {
      return Optional.of(Reason.OTHER_HISTORY);
    } else if (clientIds.areOfAnother(session, fresh.structs())) {
      // Whoever sends it may have it from a newer owner, which this one has not heard of, or may
      // pass on what is not here by itself yet: he is told to come back, never that it was refused.
      return Optional.of(Reason.CLIENT_TAKEN);
    } else if (isElsewhere(edit)) {
      session.answer(number, Verdict.CHANGED, 0);
    } else if (outgrowsTheLimit(update.length())) {
      doubtful = true;
      refuseAsTooLarge(session, edit, fresh);
    } else if (refusals.areUnder(session, update, contents, sequence)) {
      refuseAsTooLarge(session, edit, fresh);
    } else if (refusals.areTakenBack(session, fresh, sequence)) {
      session.answer(number, Verdict.TOO_LARGE, 0);
      session.tookBack();
    } else {
      clientIds.write(session, fresh.structs(), this::areHere);
      FreshPart part = FreshPart.of(update, contents, fresh);
      long revision = sequence.accept(session, part.update(), part.contents());
      seeds.accepted(update, contents);
      refusals.accepted(session, contents, sequence);
      session.answer(number, Verdict.APPLIED, revision);
    }
    return Optional.empty();
  }

  private boolean areHere(IdSet structs) {
    return sequence.unknown(new UpdateContents(structs, new IdSet())).isEmpty();
  }

  /** What is not durable yet counts: it comes before this edit. */
  private boolean isElsewhere(ToOwner.Edit edit) {
    return edit.onlyAt() != ToOwner.Edit.ANYWHERE && edit.onlyAt() != sequence.sequenced() + 1;
  }

  /** The session has ended. */
  void forget(Session session) {
    clientIds.forget(session);
  }

  /**
   * Whether something was refused since this was last asked that would not be, perhaps, if the
   * document were made anew: for a size that is estimated, or for deletions that follow from others
   * and are found only when the document is built.
   */
  boolean takeDoubtful() {
    boolean was = doubtful;
    doubtful = false;
    return was;
  }

  private void refuseAsTooLarge(Session session, ToOwner.Edit edit, UpdateContents fresh) {
    session.answer(edit.number(), Verdict.TOO_LARGE, 0);
    session.refused(edit.update().length());
    hasRefused = true;
    refusals.add(session, fresh.structs());
  }

  /** Whether anything was ever refused for its size. */
  boolean hasRefused() {
    return hasRefused;
  }

  /** Whether there is room now for all that the session was refused. */
  boolean hasRoomForRefused(Session session) {
    return session.wasRefused() && !outgrowsTheLimit(session.refusedBytes());
  }

  private boolean outgrowsTheLimit(long bytes) {
    return state.estimatedBytes() + sequence.pendingBytes() + bytes > limits.maxStateBytes();
  }
}
