package dev.quire.collab.owner;

import dev.quire.wire.DocumentId;
import dev.quire.wire.doc.ReadLog;
import dev.quire.wire.doc.Revocation;
import dev.quire.wire.session.ToEdge.Reason;
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
  private final Attendance attendance;
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
    this.attendance = new Attendance(document, limits, subscriptions, tenure, outbox);
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

  /** The last revision given; -1 before the document is loaded. */
  public long sequenced() {
    return loaded == null ? -1 : loaded.sequence().sequenced();
  }

  /** How many sessions are open. */
  public int sessions() {
    return subscriptions.sessions();
  }

  /** What the document takes in memory, in bytes: its state, and what waits. */
  public long heldBytes() {
    return attendance.heldBytes() + (loaded == null ? 0 : loaded.heldBytes());
  }

  /** Takes one input, and says what is to be done about it, in order. */
  public List<Effect> on(Input input) {
    if (tenure.isOver()) {
      return List.of();
    }
    if (input instanceof Input.FromEdge from) {
      attendance.on(from.edge(), from.message());
      loadIfWanted();
    } else if (input instanceof Input.EdgeGone gone) {
      attendance.edgeGone(gone.edge());
    } else if (input instanceof Input.Loaded read) {
      onLoaded(read);
    } else if (input instanceof Input.LoadFailed failed) {
      tenure.end(failed.reason(), "could not be loaded");
    } else if (input instanceof Input.Release) {
      onRelease();
    } else if (input instanceof Input.Fenced fenced) {
      tenure.end(Reason.NOT_OWNER, "fenced by epoch " + fenced.epoch());
    } else if (input instanceof Input.Revoked revoked) {
      onRevoked(revoked.revocation());
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

  private void onRevoked(Revocation revocation) {
    subscriptions.revoke(revocation);
    if (loaded != null) {
      loaded.sequence().revoke(revocation);
    }
  }

  /** Whether an edit is not in the log yet whose author's right has ended since it was accepted. */
  public boolean holdsRevoked() {
    return loaded != null && loaded.sequence().holdsRevoked();
  }

  // Loading, handing over, unloading.

  private void loadIfWanted() {
    if (!loadAsked && !subscriptions.isEmpty()) {
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
    LoadedDocument doc = new LoadedDocument(read.state(), tenure, limits, subscriptions, outbox);
    loaded = doc;
    tenure.enter(Phase.LIVE, "loaded revision " + durable());
    attendance.begin(doc);
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
    askAgainForRefused(doc);
    if (isIdle(doc)) {
      unloadOnceStored(doc);
    }
  }

  /** A client sends again what was refused, and all that builds on it, when it connects anew. */
  private void askAgainForRefused(LoadedDocument doc) {
    if (!doc.hasRefused()) {
      return;
    }
    for (Subscriber subscriber : List.copyOf(subscriptions.edges())) {
      for (Session session : List.copyOf(subscriber.sessions())) {
        if (doc.hasRoomForRefused(session)) {
          attendance.endSession(session, Reason.OVERLOADED);
        }
      }
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
      if (fannedOut > durable() || durable() > sequenced()) {
        throw new IllegalStateException(
            fannedOut + " fanned out, " + durable() + " durable, " + sequenced() + " sequenced");
      }
    }
  }
}
