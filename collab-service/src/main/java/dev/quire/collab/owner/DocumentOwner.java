package dev.quire.collab.owner;

import dev.quire.crdt.MalformedUpdateException;
import dev.quire.crdt.StateVector;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.ReadLog;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToEdge.Reason;
import dev.quire.wire.session.ToOwner;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides for one document: what is sequenced, appended, answered and fanned out, and when.
 *
 * <p>Made by the shell for the first {@code Open} of a document that has no owner here, and dropped
 * with {@link Effect.Unload}. The package's essay says what always holds.
 */
public final class DocumentOwner {
  private final DocumentId document;
  private final OwnerLimits limits;
  private final Outbox outbox = new Outbox();
  private final Subscriptions subscriptions;
  private final Settlement settlement;
  private final HeldFrames held;
  private final Set<Session> unanswered = new LinkedHashSet<>();

  private long epoch;
  private Phase phase = Phase.LOADING;
  private String reason = "opened";
  private boolean loadAsked;
  private boolean isReleasing;
  private @Nullable Loaded loaded;
  private long nowMillis;
  private long idleSinceMillis = -1;

  /** What there is once the document is loaded. */
  private record Loaded(
      Sequence sequence, DocumentState state, Intake intake, Joins joins, Snapshots snapshots) {}

  /**
   * @param epoch the shard's, under which this process owns it
   */
  public DocumentOwner(DocumentId document, long epoch, OwnerLimits limits) {
    this.document = document;
    this.epoch = epoch;
    this.limits = limits;
    this.subscriptions = new Subscriptions(document, limits, outbox);
    this.settlement = new Settlement(document, limits, outbox);
    this.held = new HeldFrames(limits.maxHeldBytes());
  }

  /** The document that this owner decides for. */
  public DocumentId document() {
    return document;
  }

  /** Where it stands. */
  public Phase phase() {
    return phase;
  }

  /** Why it stands there, for the log. */
  public String reason() {
    return reason;
  }

  /** The epoch under which it appends. */
  public long epoch() {
    return epoch;
  }

  /** The last durable revision; -1 before the document is loaded. */
  public long durable() {
    return loaded == null ? -1 : loaded.sequence().durable();
  }

  /** How many sessions are open. */
  public int sessions() {
    return subscriptions.sessions();
  }

  /** Takes one input, and says what is to be done about it, in order. */
  public List<Effect> on(Input input) {
    if (phase == Phase.ENDED) {
      return List.of();
    }
    if (input instanceof Input.FromEdge from) {
      onMessage(from.edge(), from.message());
    } else if (input instanceof Input.EdgeGone gone) {
      onEdgeGone(gone.edge());
    } else if (input instanceof Input.Loaded read) {
      onLoaded(read);
    } else if (input instanceof Input.LoadFailed failed) {
      end(failed.reason(), "could not be loaded");
    } else if (input instanceof Input.Release) {
      onRelease();
    } else if (input instanceof Input.Fenced fenced) {
      end(Reason.NOT_OWNER, "fenced by epoch " + fenced.epoch());
    } else if (input instanceof Input.EpochRaised raised) {
      onEpochRaised(raised.epoch());
    } else if (loaded != null) {
      onLoadedInput(loaded, input);
    }
    checkInvariant();
    return outbox.take();
  }

  private void onLoadedInput(Loaded doc, Input input) {
    if (input instanceof Input.TakeBatch room) {
      onTakeBatch(doc, room);
    } else if (input instanceof Input.AppendEnded ended) {
      onAppendEnded(doc, ended.outcome());
    } else if (input instanceof Input.OutcomeUnknown) {
      settle(doc, "an append of unknown outcome");
    } else if (input instanceof Input.LogRead read) {
      onLogRead(doc, read.read(), read.page());
    } else if (input instanceof Input.LogUnavailable failed) {
      onLogUnavailable(failed.read());
    } else if (input instanceof Input.StateEncoded encoded) {
      doc.joins().encoded(encoded.work(), encoded.state(), epoch);
    } else if (input instanceof Input.SnapshotEnded ended) {
      onSnapshotEnded(doc, ended);
    } else if (input instanceof Input.Tick tick) {
      onTick(doc, tick.nowMillis());
    }
  }

  // Sessions and their frames.

  private void onMessage(String edge, ToOwner.Input message) {
    if (message instanceof ToOwner.Open open) {
      onOpen(edge, open);
    } else if (message instanceof ToOwner.Synchronise frame) {
      onFrame(edge, frame, frame.session(), frame.number(), frame.stateVector());
    } else if (message instanceof ToOwner.Edit frame) {
      onFrame(edge, frame, frame.session(), frame.number(), frame.update());
    } else if (message instanceof ToOwner.Leave leave) {
      onLeave(edge, leave.session());
    } else if (message instanceof ToOwner.Probe probe) {
      onProbe(edge, probe);
    } else if (message instanceof ToOwner.Delivered delivered) {
      onDelivered(edge, delivered.revision());
    } else if (message instanceof ToOwner.Replay replay) {
      onReplay(edge, replay.after());
    }
  }

  private void onOpen(String edge, ToOwner.Open open) {
    if (isReleasing) {
      endSession(edge, open.session(), Reason.NOT_OWNER);
      return;
    }
    Session known = subscriptions.find(edge, open.session());
    if (known != null) {
      opened(known, false);
      return;
    }
    if (subscriptions.sessions() >= limits.maxSessions()) {
      endSession(edge, open.session(), Reason.OVERLOADED);
      return;
    }
    Session session = new Session(edge, open);
    subscriptions.add(session);
    idleSinceMillis = -1;
    if (!loadAsked) {
      loadAsked = true;
      outbox.add(new Effect.Load(document, epoch));
    }
    opened(session, false);
  }

  /**
   * Says so, and begins the fan-out, once the document is loaded.
   *
   * @param isFresh whether it was loaded just now
   */
  private void opened(Session session, boolean isFresh) {
    if (loaded == null || phase == Phase.ENDED) {
      return;
    }
    long durable = loaded.sequence().durable();
    if (session.delivered() > durable && !isFresh) {
      // Loading anew shows whether it is this owner that is behind, or the log that was restored:
      // the edge then learns it from the revision it is told.
      end(Reason.LOST_PLACE, "an edge has delivered " + session.delivered());
      return;
    }
    outbox.send(session.edge(), new ToEdge.Opened(document, session.number(), epoch, durable));
    subscriptions.follow(session.edge(), session.delivered(), durable);
  }

  private void onFrame(String edge, ToOwner.Input frame, long id, long number, Bytes bytes) {
    Session session = subscriptions.find(edge, id);
    if (session == null) {
      endSession(edge, id, Reason.LOST_PLACE);
    } else if (isReleasing || session.hasReceived(number)) {
      // A repeated frame was answered or will be; one that comes during a release is not taken, and
      // the session is told with its end.
      return;
    } else if (!session.isNext(number)) {
      endSession(edge, id, Reason.LOST_PLACE);
    } else if (loaded == null) {
      session.receive(number);
      hold(session, frame, bytes.length());
    } else {
      session.receive(number);
      take(loaded, session, frame);
    }
  }

  private void hold(Session session, ToOwner.Input frame, int bytes) {
    if (held.isFull()) {
      endSession(session.edge(), session.number(), Reason.OVERLOADED);
    } else {
      held.add(session, frame, bytes);
    }
  }

  private void take(Loaded doc, Session session, ToOwner.Input frame) {
    if (frame instanceof ToOwner.Edit edit) {
      edit(doc, session, edit);
    } else if (frame instanceof ToOwner.Synchronise synchronise) {
      synchronise(doc, session, synchronise);
    }
  }

  private void edit(Loaded doc, Session session, ToOwner.Edit edit) {
    if (doc.intake().isFull(session)) {
      endSession(session.edge(), session.number(), Reason.OVERLOADED);
      return;
    }
    boolean waited = doc.sequence().isWaiting();
    doc.intake().edit(session, edit.number(), edit.update());
    session.answersDue(doc.sequence().durable(), outbox);
    if (!session.isAnswered()) {
      unanswered.add(session);
    }
    if (!waited && mayAppend(doc.sequence())) {
      outbox.add(new Effect.Ready(document));
    }
  }

  private void synchronise(Loaded doc, Session session, ToOwner.Synchronise frame) {
    StateVector known;
    try {
      known = StateVector.decode(frame.stateVector().array());
    } catch (MalformedUpdateException e) {
      // Edges let only state vectors through: this one has lost its own place.
      endSession(session.edge(), session.number(), Reason.LOST_PLACE);
      return;
    }
    if (doc.joins().isFull()) {
      endSession(session.edge(), session.number(), Reason.OVERLOADED);
      return;
    }
    doc.joins().synchronise(session, frame.number(), known, epoch);
  }

  private void onLeave(String edge, long number) {
    Session session = subscriptions.find(edge, number);
    if (session != null) {
      forget(session);
    }
  }

  private void onEdgeGone(String edge) {
    Subscriber subscriber = subscriptions.find(edge);
    if (subscriber != null) {
      List.copyOf(subscriber.sessions()).forEach(this::forget);
    }
  }

  private void onProbe(String edge, ToOwner.Probe probe) {
    Session session = subscriptions.find(edge, probe.session());
    boolean lost = session == null || !session.hasReceived(probe.number());
    if (lost && !isReleasing) {
      endSession(edge, probe.session(), Reason.LOST_PLACE);
    }
  }

  private void onDelivered(String edge, long revision) {
    Subscriber subscriber = subscriptions.find(edge);
    if (subscriber == null || loaded == null) {
      return;
    }
    if (revision > loaded.sequence().durable()) {
      end(Reason.LOST_PLACE, "an edge has delivered " + revision);
      return;
    }
    subscriber.confirm(revision);
  }

  private void onReplay(String edge, long after) {
    Subscriber subscriber = subscriptions.find(edge);
    if (subscriber == null || loaded == null) {
      return;
    }
    long durable = loaded.sequence().durable();
    if (after > durable) {
      end(Reason.LOST_PLACE, "an edge has delivered " + after);
      return;
    }
    subscriptions.replay(subscriber, after, durable);
  }

  private void endSession(String edge, long number, Reason why) {
    Session session = subscriptions.find(edge, number);
    if (session != null) {
      forget(session);
    }
    outbox.send(edge, new ToEdge.Ended(document, number, why));
  }

  private void forget(Session session) {
    subscriptions.remove(session);
    unanswered.remove(session);
    if (loaded != null) {
      loaded.joins().forget(session);
    }
  }

  // Loading and unloading.

  private void onLoaded(Input.Loaded read) {
    if (loaded != null) {
      return;
    }
    if (read.epoch() != epoch) {
      outbox.add(new Effect.Load(document, epoch));
      return;
    }
    LoadedState from = read.state();
    Sequence sequence = new Sequence(from.revision(), from.known());
    DocumentState state = new DocumentState(from, limits.inlineStateBytes());
    Snapshots snapshots = new Snapshots(from, limits);
    Joins joins = new Joins(document, state, snapshots, limits.maxSessions(), outbox);
    loaded = new Loaded(sequence, state, new Intake(sequence, state, limits), joins, snapshots);
    enter(Phase.LIVE, "loaded revision " + from.revision());
    for (Subscriber subscriber : List.copyOf(subscriptions.edges())) {
      List.copyOf(subscriber.sessions()).forEach(session -> opened(session, true));
    }
    for (HeldFrames.Held frame : held.take()) {
      Session session = frame.session();
      if (subscriptions.find(session.edge(), session.number()) == session) {
        take(loaded, session, frame.frame());
      }
    }
  }

  private void onTick(Loaded doc, long now) {
    nowMillis = now;
    subscriptions.tick(doc.sequence().durable(), epoch);
    settlement.tick(doc.sequence().durable());
    boolean measure = doc.intake().takeRefusedForSize() && !doc.snapshots().isMeasured();
    if (doc.snapshots().isDue() || measure) {
      doc.joins().snapshot(epoch);
    }
    if (isIdle(doc)) {
      unloadOnceStored(doc);
    }
  }

  private boolean isIdle(Loaded doc) {
    if (!subscriptions.isEmpty() || !doc.sequence().isAllDurable() || phase != Phase.LIVE) {
      idleSinceMillis = -1;
      return false;
    }
    if (idleSinceMillis < 0) {
      idleSinceMillis = nowMillis;
    }
    return nowMillis - idleSinceMillis >= limits.idleMillis();
  }

  private void unloadOnceStored(Loaded doc) {
    if (doc.snapshots().isBehind(doc.sequence().durable())) {
      doc.joins().snapshot(epoch);
    } else if (!doc.snapshots().isUnderWay()) {
      end(Reason.UNAVAILABLE, "idle");
    }
  }

  private void onSnapshotEnded(Loaded doc, Input.SnapshotEnded ended) {
    doc.snapshots().ended(ended.revision(), ended.stored());
    if (isIdle(doc)) {
      // The log has everything, stored or not.
      end(Reason.UNAVAILABLE, "idle");
    }
  }

  private void onRelease() {
    isReleasing = true;
    if (loaded == null) {
      end(Reason.NOT_OWNER, "released");
    } else if (phase == Phase.LIVE) {
      enter(Phase.RELEASING, "released");
      endIfReleased(loaded);
    }
  }

  private void endIfReleased(Loaded doc) {
    if (phase == Phase.RELEASING && doc.sequence().isAllDurable()) {
      end(Reason.NOT_OWNER, "released");
    }
  }

  // Commits.

  private boolean mayAppend(Sequence sequence) {
    return (phase == Phase.LIVE || phase == Phase.RELEASING)
        && sequence.isWaiting()
        && !sequence.isAppending();
  }

  private void onTakeBatch(Loaded doc, Input.TakeBatch room) {
    Sequence sequence = doc.sequence();
    if (mayAppend(sequence)) {
      long base = sequence.durable();
      List<Append.Update> updates = sequence.take(room.maxUpdates(), room.maxBytes());
      outbox.add(new Effect.Append(new Append.Part(document, epoch, base, updates)));
    }
  }

  private void onAppendEnded(Loaded doc, Append.Outcome outcome) {
    if (phase == Phase.SETTLING || !doc.sequence().isAppending()) {
      return;
    }
    if (outcome instanceof Append.Fenced fenced) {
      end(Reason.NOT_OWNER, "fenced by epoch " + fenced.epoch());
    } else if (outcome instanceof Append.Appended appended
        && appended.revision() == doc.sequence().revisionInFlight()) {
      commit(doc);
    } else {
      settle(doc, "the log answered " + outcome);
    }
  }

  /** What was in flight is in the log: only now does it exist for anybody. */
  private void commit(Loaded doc) {
    List<Sequenced> committed = doc.sequence().commit();
    long durable = doc.sequence().durable();
    doc.state().integrate(committed);
    subscriptions.fanOut(committed, epoch);
    for (Session session : List.copyOf(unanswered)) {
      session.answersDue(durable, outbox);
      if (session.isAnswered()) {
        unanswered.remove(session);
      }
    }
    committed.forEach(sequenced -> doc.snapshots().count(sequenced.update().length()));
    if (doc.snapshots().isDue()) {
      doc.joins().snapshot(epoch);
    }
    goOn(doc);
  }

  private void goOn(Loaded doc) {
    if (mayAppend(doc.sequence())) {
      outbox.add(new Effect.Ready(document));
    }
    endIfReleased(doc);
  }

  // Outcomes in doubt.

  private void settle(Loaded doc, String why) {
    if (phase != Phase.SETTLING && doc.sequence().isAppending()) {
      enter(Phase.SETTLING, why);
      outbox.add(new Effect.Settle(document));
    }
  }

  private void onEpochRaised(long raised) {
    boolean isOurs = raised == epoch + 1;
    epoch = raised;
    if (loaded == null) {
      return;
    }
    if (phase != Phase.SETTLING && !isOurs) {
      enter(Phase.SETTLING, "somebody may have owned the shard before epoch " + raised);
    }
    if (phase == Phase.SETTLING) {
      settlement.begin(loaded.sequence().durable());
    }
  }

  private void onLogRead(Loaded doc, long read, ReadLog.Page page) {
    long durable = doc.sequence().durable();
    if (settlement.isRead(read)) {
      if (settlement.take(page, durable)) {
        onSettled(doc);
      }
    } else if (!subscriptions.replay(read, page, durable, epoch)) {
      end(Reason.LOST_PLACE, "the log lacks revisions up to " + durable);
    }
  }

  private void onLogUnavailable(long read) {
    if (settlement.isRead(read)) {
      settlement.unavailable();
    } else {
      subscriptions.unavailable(read);
    }
  }

  private void onSettled(Loaded doc) {
    Sequence sequence = doc.sequence();
    List<ReadLog.Entry> found = new ArrayList<>(settlement.found());
    if (settlement.isLogShorterThan(sequence.durable())) {
      end(Reason.LOST_PLACE, "the log was restored");
    } else if (found.isEmpty()) {
      sequence.takeBack();
      enter(settledPhase(), "settled: to be appended again");
      goOn(doc);
    } else if (sequence.isInFlight(found)) {
      enter(settledPhase(), "settled: committed");
      commit(doc);
    } else {
      end(Reason.LOST_PLACE, "somebody else has written to the log");
    }
  }

  private Phase settledPhase() {
    return isReleasing ? Phase.RELEASING : Phase.LIVE;
  }

  // The end.

  private void end(Reason why, String because) {
    for (Subscriber subscriber : subscriptions.edges()) {
      for (Session session : subscriber.sessions()) {
        outbox.send(subscriber.edge(), new ToEdge.Ended(document, session.number(), why));
      }
    }
    subscriptions.clear();
    unanswered.clear();
    enter(Phase.ENDED, because);
    outbox.add(new Effect.Unload(document));
  }

  private void enter(Phase next, String because) {
    phase = next;
    reason = because;
  }

  /** Whatever comes: nobody has seen what is not durable, nothing is durable without an order. */
  private void checkInvariant() {
    if (loaded != null) {
      long durable = loaded.sequence().durable();
      long sequenced = loaded.sequence().sequenced();
      if (subscriptions.fannedOut() > durable || durable > sequenced) {
        throw new IllegalStateException(
            subscriptions.fannedOut() + " fanned out, " + durable + " durable, " + sequenced);
      }
    }
  }
}
