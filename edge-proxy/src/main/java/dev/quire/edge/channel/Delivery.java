package dev.quire.edge.channel;

import dev.quire.wire.DocumentId;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far a document's revisions have come, to the edge and to each of its sessions.
 *
 * <p>Most sessions are <em>in step</em>: they have been given everything up to {@link #position},
 * and share each new frame as one effect. The others are <em>apart</em>, each with a revision of
 * its own: synchronised ahead of the frames or behind them, or still being written to.
 */
final class Delivery {
  private static final long UNKNOWN = -1;

  private final DocumentId document;
  private final ChannelLimits limits;
  private final HeldFrames held;

  private final Set<Long> inStep = new LinkedHashSet<>();
  private final Set<ChannelSession> apart = new LinkedHashSet<>();

  /** Those for whom frames are held: a state is on its way to them, or they are behind. */
  private final Set<ChannelSession> waiting = new LinkedHashSet<>();

  /** What {@link #inStep} holds, for effects; null after a change. */
  private @Nullable List<Long> inStepList;

  private long position = UNKNOWN;

  /** The last revision known to be durable. */
  private long known = UNKNOWN;

  /** What the owner was last told of. */
  private long confirmed = UNKNOWN;

  /** From where a replay was asked for; unknown where none is on its way. */
  private long replayFrom = UNKNOWN;

  private long replayAskedAt;

  Delivery(DocumentId document, ChannelLimits limits) {
    this.document = document;
    this.limits = limits;
    this.held = new HeldFrames(limits.heldBytes());
  }

  /** The revision through which frames have come without a gap; -1 before any is known. */
  long position() {
    return position;
  }

  /** Frames come from after this revision, where nothing was known before. */
  void begin(long revision) {
    if (position == UNKNOWN) {
      position = revision;
    }
  }

  /** The session has asked for a state: from now on frames are held for it. */
  void expectState(ChannelSession session) {
    waiting.add(session);
  }

  /** The session is being given the state of this revision. */
  void synchronised(ChannelSession session, long revision) {
    if (inStep.remove(session.id)) {
      inStepList = null;
      session.served = position;
    }
    session.served = Math.max(session.served, revision);
    apart.add(session);
    waiting.add(session);
  }

  /** Gives the session what was held for it, unless it is still being written to. */
  void catchUp(ChannelSession session, List<Effect> effects) {
    if (session.isStreaming() || !session.isSynchronised()) {
      return;
    }
    for (ToEdge.Fanout frame : held.oldestFirst()) {
      serve(session, frame, effects);
    }
    if (session.served == position) {
      joinStep(session);
      apart.remove(session);
    }
  }

  void remove(ChannelSession session) {
    if (inStep.remove(session.id)) {
      inStepList = null;
    }
    apart.remove(session);
    stopWaiting(session);
  }

  /** Nobody is here any more, and no place in the log is known. */
  void reset() {
    position = UNKNOWN;
    known = UNKNOWN;
    forgetOwner();
  }

  /** Another owner: it has been told nothing, and asked for nothing. */
  void forgetOwner() {
    confirmed = UNKNOWN;
    replayFrom = UNKNOWN;
  }

  void fanout(ToEdge.Fanout frame, List<Effect> effects) {
    if (position == UNKNOWN) {
      return;
    }
    known = Math.max(known, frame.through());
    if (frame.after() > position) {
      return;
    }
    if (frame.through() > position) {
      if (!waiting.isEmpty()) {
        held.add(frame);
      }
      if (!inStep.isEmpty()) {
        effects.add(new Effect.Deliver(inStepList(), frame));
      }
      position = frame.through();
    }
    if (!apart.isEmpty()) {
      serveApart(frame, effects);
    }
  }

  private void serveApart(ToEdge.Fanout frame, List<Effect> effects) {
    for (Iterator<ChannelSession> each = apart.iterator(); each.hasNext(); ) {
      ChannelSession session = each.next();
      if (session.isStreaming()) {
        continue;
      }
      serve(session, frame, effects);
      if (session.served == position) {
        joinStep(session);
        each.remove();
      }
    }
  }

  private static void serve(ChannelSession session, ToEdge.Fanout frame, List<Effect> effects) {
    if (frame.after() <= session.served && session.served < frame.through()) {
      effects.add(new Effect.Deliver(List.of(session.id), frame));
      session.served = frame.through();
    }
  }

  private void joinStep(ChannelSession session) {
    inStep.add(session.id);
    inStepList = null;
    if (!session.awaitsState()) {
      stopWaiting(session);
    }
  }

  private void stopWaiting(ChannelSession session) {
    waiting.remove(session);
    if (waiting.isEmpty()) {
      held.clear();
    }
  }

  private List<Long> inStepList() {
    List<Long> list = inStepList;
    if (list == null) {
      list = List.copyOf(inStep);
      inStepList = list;
    }
    return list;
  }

  /** The owner's last durable revision, which it has not heard of from here. */
  void compare(long revision) {
    known = Math.max(known, revision);
    if (revision <= position) {
      confirmed = UNKNOWN;
    }
  }

  /** What to tell the owner about what has been delivered, where that has changed. */
  Optional<ToOwner.Input> confirm() {
    long delivered = position;
    for (ChannelSession session : apart) {
      delivered = Math.min(delivered, session.served);
    }
    if (delivered == UNKNOWN || delivered == confirmed) {
      return Optional.empty();
    }
    confirmed = delivered;
    return Optional.of(new ToOwner.Delivered(document, delivered));
  }

  /** What to ask the owner for, where frames are missing that it was not asked for just now. */
  Optional<ToOwner.Input> replay(long now) {
    long from = missingFrom();
    if (from == UNKNOWN) {
      replayFrom = UNKNOWN;
      return Optional.empty();
    }
    boolean onItsWay =
        replayFrom != UNKNOWN && replayFrom <= from && now - replayAskedAt < limits.repeatMillis();
    if (onItsWay) {
      return Optional.empty();
    }
    replayFrom = from;
    replayAskedAt = now;
    return Optional.of(new ToOwner.Replay(document, from));
  }

  private long missingFrom() {
    if (position == UNKNOWN) {
      return UNKNOWN;
    }
    long from = known > position ? position : UNKNOWN;
    for (ChannelSession session : apart) {
      if (!session.isStreaming() && session.served < position) {
        from = from == UNKNOWN ? session.served : Math.min(from, session.served);
      }
    }
    return from;
  }

  /** Throws where an invariant does not hold. */
  void check(Collection<ChannelSession> sessions) {
    for (ChannelSession session : sessions) {
      boolean steps = inStep.contains(session.id);
      if (steps == apart.contains(session) && session.isSynchronised()) {
        throw new IllegalStateException("session " + session.id + " is in two places, or in none");
      }
      if (steps && (session.isStreaming() || !session.isSynchronised())) {
        throw new IllegalStateException("session " + session.id + " can't be in step");
      }
    }
    if (inStep.size() + apart.size() > sessions.size()) {
      throw new IllegalStateException("sessions that are gone");
    }
  }
}
