package dev.quire.collab.owner;

import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.doc.ReadLog;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToEdge.Reason;
import dev.quire.wire.session.ToOwner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides for one document: what is sequenced, appended, answered and fanned out, and when.
 *
 * <p>Made by the shell for the first {@code Open} of a document that has no owner here, and dropped
 * with {@link Effect.Unload}. The package's essay says what always holds.
 */
public final class DocumentOwner {
  private static final long NEVER = -1;

  private final DocumentId document;
  private final OwnerLimits limits;
  private final Outbox outbox = new Outbox();
  private final Subscriptions subscriptions;
  private final Tenure tenure;
  private final HeldFrames held;
  private @Nullable LoadedDocument loaded;
  private boolean loadAsked;
  private long nowMillis;
  private long idleSinceMillis = NEVER;

  /**
   * @param epoch the shard's, under which this process owns it
   */
  public DocumentOwner(DocumentId document, long epoch, OwnerLimits limits) {
    this.document = document;
    this.limits = limits;
    this.subscriptions = new Subscriptions(document, limits, outbox);
    this.tenure = new Tenure(document, epoch, subscriptions, outbox);
    this.held = new HeldFrames(limits.maxHeldBytes());
  }

  /** The document that this owner decides for. */
  public DocumentId document() {
    return document;
  }

  /** Where it stands. */
  public Phase phase() {
    return tenure.phase();
  }

  /** Why it stands there, for the log. */
  public String reason() {
    return tenure.reason();
  }

  /** The epoch under which it appends. */
  public long epoch() {
    return tenure.epoch();
  }

  /** The last durable revision; -1 before the document is loaded. */
  public long durable() {
    return loaded == null ? -1 : loaded.sequence().durable();
  }

  /** How many sessions are open. */
  public int sessions() {
    return subscriptions.sessions();
  }

  /** What the document takes in memory, in bytes: its state, and what waits. */
  public long heldBytes() {
    return held.bytes() + (loaded == null ? 0 : loaded.heldBytes());
  }

  /** Takes one input, and says what is to be done about it, in order. */
  public List<Effect> on(Input input) {
    if (tenure.isOver()) {
      return List.of();
    }
    if (input instanceof Input.FromEdge from) {
      onMessage(from.edge(), from.message());
    } else if (input instanceof Input.EdgeGone gone) {
      onEdgeGone(gone.edge());
    } else if (input instanceof Input.Loaded read) {
      onLoaded(read);
    } else if (input instanceof Input.LoadFailed failed) {
      tenure.end(failed.reason(), "could not be loaded");
    } else if (input instanceof Input.Release) {
      onRelease();
    } else if (input instanceof Input.Fenced fenced) {
      tenure.end(Reason.NOT_OWNER, "fenced by epoch " + fenced.epoch());
    } else if (input instanceof Input.Revoked revoked) {
      subscriptions.revoke(revoked.revocation());
    } else if (input instanceof Input.EpochRaised raised) {
      onEpochRaised(raised.epoch());
    } else if (loaded != null) {
      onLoadedInput(loaded, input);
    }
    checkInvariant();
    return outbox.take();
  }

  /**
   * Ends an owner of which an input could not be finished: what it holds may be half changed, the
   * log is not. What it had decided to say is dropped with it, and its sessions open again.
   */
  public List<Effect> giveUp(String because) {
    outbox.take();
    if (!tenure.isOver()) {
      tenure.end(Reason.UNAVAILABLE, because);
    }
    return outbox.take();
  }

  private void onLoadedInput(LoadedDocument doc, Input input) {
    if (input instanceof Input.TakeBatch room) {
      doc.commits().take(room);
    } else if (input instanceof Input.AppendEnded ended) {
      doc.commits().ended(ended.outcome());
    } else if (input instanceof Input.OutcomeUnknown) {
      doc.commits().outcomeUnknown();
    } else if (input instanceof Input.LogRead read) {
      onLogRead(doc, read.read(), read.page());
    } else if (input instanceof Input.LogUnavailable failed) {
      onLogUnavailable(doc, failed.read());
    } else if (input instanceof Input.StateEncoded encoded) {
      doc.joins().encoded(encoded.work(), encoded.result(), epoch());
    } else if (input instanceof Input.SnapshotEnded ended) {
      onSnapshotEnded(doc, ended);
    } else if (input instanceof Input.Tick tick) {
      onTick(doc, tick.nowMillis());
    } else if (input instanceof Input.MakeRoom && !isUsed(doc)) {
      // The log has everything.
      tenure.end(Reason.UNAVAILABLE, "evicted");
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
    } else if (message instanceof ToOwner.Speaks speaks) {
      onSpeaks(edge, speaks);
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
    Session session = subscriptions.find(edge, open.session());
    if (tenure.isReleasing()) {
      endSession(edge, open.session(), Reason.NOT_OWNER);
    } else if (session != null) {
      opened(session, false);
    } else if (subscriptions.sessions() >= limits.maxSessions()) {
      endSession(edge, open.session(), Reason.OVERLOADED);
    } else {
      session = new Session(edge, open);
      subscriptions.add(session);
      load();
      opened(session, false);
    }
  }

  /**
   * Says so, and begins the fan-out, once the document is loaded.
   *
   * @param isFresh whether it was loaded just now
   */
  private void opened(Session session, boolean isFresh) {
    if (loaded == null || tenure.isOver()) {
      return;
    }
    long durable = durable();
    if (session.delivered() > durable && !isFresh) {
      // Loading anew shows whether it is this owner that is behind, or the log that was restored:
      // the edge then learns it from the revision it is told.
      lostPlace(session.delivered());
      return;
    }
    outbox.send(session.edge(), new ToEdge.Opened(document, session.number(), epoch(), durable));
    subscriptions.follow(session.edge(), session.delivered(), durable);
  }

  private void onFrame(String edge, ToOwner.Input frame, long id, long number, Bytes bytes) {
    Session session = subscriptions.find(edge, id);
    if (session == null) {
      endSession(edge, id, Reason.LOST_PLACE);
    } else if (session.isRevoked()) {
      // Not a word: its edge hears of it too, and tells the client what has become of it.
      return;
    } else if (tenure.isReleasing() || session.hasReceived(number)) {
      // A repeated frame was answered or will be. One that comes during a release is not taken: the
      // session is about to be told to open elsewhere, and sends again what has no answer.
      return;
    } else if (!session.isNext(number)) {
      endSession(edge, id, Reason.LOST_PLACE);
    } else {
      session.receive(number);
      take(session, frame, bytes.length());
    }
  }

  private void take(Session session, ToOwner.Input frame, int bytes) {
    if (loaded != null) {
      loaded.take(session, frame).ifPresent(why -> endSession(session, why));
    } else if (held.isFull()) {
      endSession(session, Reason.OVERLOADED);
    } else {
      held.add(session, frame, bytes);
    }
  }

  private void onSpeaks(String edge, ToOwner.Speaks speaks) {
    Session session = subscriptions.find(edge, speaks.session());
    if (session != null) {
      session.speaks(speaks.client());
    }
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
    subscriptions.notInRoll(edge, probe.through(), probe.live()).forEach(this::forget);
    if (tenure.isReleasing()) {
      return;
    }
    if (probe.session() != ToOwner.Probe.NOBODY) {
      expect(edge, probe.session(), probe.number());
    }
    for (long number : probe.live()) {
      if (number != probe.session()) {
        expect(edge, number, 0);
      }
    }
  }

  /** The edge takes the session for open, and its frames for received. */
  private void expect(String edge, long number, long frame) {
    Session session = subscriptions.find(edge, number);
    if (session == null || session.isRevoked() || !session.hasReceived(frame)) {
      endSession(edge, number, Reason.LOST_PLACE);
    }
  }

  private void onDelivered(String edge, long revision) {
    Subscriber subscriber = subscriptions.find(edge);
    if (subscriber == null || loaded == null) {
      return;
    }
    if (revision > durable()) {
      lostPlace(revision);
    } else {
      subscriber.confirm(revision);
    }
  }

  private void onReplay(String edge, long after) {
    Subscriber subscriber = subscriptions.find(edge);
    if (subscriber == null || loaded == null) {
      return;
    }
    if (after > durable()) {
      lostPlace(after);
    } else {
      subscriptions.replay(subscriber, after, durable());
    }
  }

  /** Somebody has seen what this owner has not. */
  private void lostPlace(long delivered) {
    tenure.end(Reason.LOST_PLACE, "an edge has delivered " + delivered);
  }

  private void endSession(Session session, Reason why) {
    endSession(session.edge(), session.number(), why);
  }

  private void endSession(String edge, long number, Reason why) {
    onLeave(edge, number);
    outbox.send(edge, new ToEdge.Ended(document, number, why));
  }

  private void forget(Session session) {
    subscriptions.remove(session);
    if (loaded != null) {
      loaded.forget(session);
    }
  }

  // Loading, handing over, unloading.

  private void load() {
    if (!loadAsked) {
      loadAsked = true;
      outbox.add(new Effect.Load(document, epoch()));
    }
  }

  private void onLoaded(Input.Loaded read) {
    if (loaded != null) {
      return;
    }
    if (read.epoch() != epoch()) {
      outbox.add(new Effect.Load(document, epoch()));
      return;
    }
    loaded = new LoadedDocument(read.state(), tenure, limits, subscriptions, outbox);
    tenure.enter(Phase.LIVE, "loaded revision " + durable());
    for (Subscriber subscriber : List.copyOf(subscriptions.edges())) {
      List.copyOf(subscriber.sessions()).forEach(session -> opened(session, true));
    }
    for (HeldFrames.Held frame : held.take()) {
      Session session = frame.session();
      boolean isOpen = subscriptions.find(session.edge(), session.number()) == session;
      if (isOpen && !session.isRevoked()) {
        take(session, frame.frame(), 0);
      }
    }
  }

  private void onEpochRaised(long raised) {
    boolean isNext = raised == epoch() + 1;
    tenure.raise(raised);
    if (loaded != null) {
      loaded.commits().epochRaised(isNext);
    }
  }

  private void onLogRead(LoadedDocument doc, long read, ReadLog.Page page) {
    boolean isConsistent =
        doc.commits().take(read, page) || subscriptions.replay(read, page, durable(), epoch());
    if (!isConsistent) {
      tenure.end(Reason.LOST_PLACE, "the log lacks revisions up to " + durable());
    }
  }

  private void onLogUnavailable(LoadedDocument doc, long read) {
    if (!doc.commits().unavailable(read)) {
      subscriptions.unavailable(read);
    }
  }

  private void onRelease() {
    tenure.release();
    if (loaded == null) {
      tenure.end(Reason.NOT_OWNER, "released");
    } else if (tenure.isIn(Phase.LIVE)) {
      tenure.enter(Phase.RELEASING, "released");
      loaded.commits().endIfReleased();
    }
  }

  private void onTick(LoadedDocument doc, long now) {
    nowMillis = now;
    subscriptions.tick(durable(), epoch(), now);
    doc.commits().tick();
    doc.tick();
    if (isIdle(doc)) {
      unloadOnceStored(doc);
    }
  }

  private boolean isIdle(LoadedDocument doc) {
    boolean isUsed = isUsed(doc);
    if (isUsed) {
      idleSinceMillis = NEVER;
    } else if (idleSinceMillis == NEVER) {
      idleSinceMillis = nowMillis;
    }
    return !isUsed && nowMillis - idleSinceMillis >= limits.idleMillis();
  }

  private boolean isUsed(LoadedDocument doc) {
    return !subscriptions.isEmpty() || !doc.sequence().isAllDurable() || !tenure.isIn(Phase.LIVE);
  }

  private void unloadOnceStored(LoadedDocument doc) {
    if (doc.snapshots().isBehind(durable())) {
      doc.joins().snapshot();
    } else if (!doc.snapshots().isUnderWay()) {
      unload();
    }
  }

  private void onSnapshotEnded(LoadedDocument doc, Input.SnapshotEnded ended) {
    doc.snapshots().ended(ended.revision(), ended.stored());
    if (isIdle(doc)) {
      // Stored or not: the log has everything.
      unload();
    }
  }

  private void unload() {
    tenure.end(Reason.UNAVAILABLE, "idle");
  }

  /** Whatever comes: nobody has seen what is not durable, nothing is durable without an order. */
  private void checkInvariant() {
    if (loaded != null) {
      long fannedOut = subscriptions.fannedOut();
      long sequenced = loaded.sequence().sequenced();
      if (fannedOut > durable() || durable() > sequenced) {
        throw new IllegalStateException(
            fannedOut + " fanned out, " + durable() + " durable, " + sequenced + " sequenced");
      }
    }
  }
}
