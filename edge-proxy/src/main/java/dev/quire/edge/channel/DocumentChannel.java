package dev.quire.edge.channel;

import dev.quire.wire.DocumentId;
import dev.quire.wire.session.ToEdge;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** One document at one edge; the package's essay says what it promises. */
public final class DocumentChannel {
  /** How often in a row a session's frame may be found to be under another's client id. */
  private static final int MAX_CLIENT_TAKEN = 5;

  private final ChannelSessions sessions = new ChannelSessions();
  private final Delivery delivery;
  private final Upstream upstream;
  private long now;
  private boolean hasTicked;
  private List<Effect> effects = new ArrayList<>();

  /**
   * @param numbers gives session numbers that this edge has never given to any owner, above 0
   */
  public DocumentChannel(DocumentId document, ChannelLimits limits, LongSupplier numbers) {
    delivery = new Delivery(document, limits);
    upstream =
        new Upstream(document, limits, numbers, sessions, delivery, effect -> effects.add(effect));
  }

  /** Whether nobody needs it any more. */
  public boolean isEmpty() {
    return sessions.isEmpty();
  }

  /** The last revision that every session in step has been given; -1 before the first is known. */
  public long position() {
    return delivery.position();
  }

  /**
   * Decides. Inputs about sessions or numbers that the channel does not know are what a lossy bus
   * brings and are left alone.
   */
  public List<Effect> on(Input input) {
    effects = new ArrayList<>(4);
    if (input instanceof Input.Edit edit) {
      edit(edit);
    } else if (input instanceof Input.FromOwner message) {
      fromOwner(message);
    } else if (input instanceof Input.Synchronise synchronise) {
      synchronise(synchronise);
    } else if (input instanceof Input.Join join) {
      join(join);
    } else if (input instanceof Input.Speaks speaks) {
      speaks(speaks);
    } else if (input instanceof Input.Leave leave) {
      leave(leave);
    } else if (input instanceof Input.Written written) {
      written(written);
    } else if (input instanceof Input.Routed routed) {
      routed(routed.owner());
    } else if (input instanceof Input.Tick tick) {
      tick(tick.nowMillis());
    }
    upstream.recover(now);
    return effects;
  }

  // What clients do.

  private void join(Input.Join join) {
    ChannelSession session = new ChannelSession(join.session(), join.right());
    sessions.add(session);
    upstream.open(session, now);
  }

  private void synchronise(Input.Synchronise synchronise) {
    ChannelSession session = sessions.find(synchronise.session());
    if (session != null) {
      delivery.expectState(session);
      upstream.send(session, session.addSynchronisation(synchronise.stateVector(), now));
    }
  }

  private void edit(Input.Edit edit) {
    ChannelSession session = sessions.find(edit.session());
    if (session != null) {
      upstream.send(session, session.addEdit(edit.update(), edit.onlyAt(), now));
    }
  }

  private void speaks(Input.Speaks speaks) {
    ChannelSession session = sessions.find(speaks.session());
    if (session != null) {
      session.client = speaks.client();
      upstream.tellClient(session);
    }
  }

  private void leave(Input.Leave leave) {
    ChannelSession session = sessions.find(leave.session());
    if (session != null) {
      forget(session);
    }
  }

  private void written(Input.Written written) {
    ChannelSession session = sessions.find(written.session());
    if (session != null && session.isStreaming()) {
      session.streaming--;
      delivery.catchUp(session, effects);
    }
  }

  // Where sessions are open, and how they end.

  private void forget(ChannelSession session) {
    upstream.leave(session);
    sessions.remove(session);
    delivery.remove(session);
  }

  private void close(ChannelSession session, ToEdge.Reason reason) {
    forget(session);
    effects.add(new Effect.Close(session.id, reason));
  }

  private void routed(Optional<Owner> routed) {
    Owner next = routed.filter(owner -> !upstream.isVoid(owner)).orElse(null);
    if (upstream.isAt(next)) {
      return;
    }
    if (next != null && upstream.isOfNewLog(next)) {
      upstream.abandon();
      loseAll();
    }
    upstream.moveTo(next, now);
  }

  /** The log is not the one that was delivered from: nobody here has a place in it. */
  private void loseAll() {
    sessions.copy().forEach(lost -> close(lost, ToEdge.Reason.LOST_PLACE));
    delivery.reset();
  }

  // What owners say.

  private void fromOwner(Input.FromOwner from) {
    ToEdge.Output message = from.message();
    if (message instanceof ToEdge.Fanout fanout) {
      if (upstream.isOfThisLog(fanout.epoch())) {
        delivery.fanout(fanout, effects);
      }
    } else if (message instanceof ToEdge.Answered answered) {
      answered(answered);
    } else if (message instanceof ToEdge.Synchronised synchronised) {
      synchronised(from, synchronised);
    } else if (message instanceof ToEdge.Opened opened) {
      opened(opened);
    } else if (message instanceof ToEdge.Compare compare) {
      if (upstream.isOfThisLog(compare.epoch())) {
        delivery.compare(compare.revision());
      }
    } else if (message instanceof ToEdge.Ended ended) {
      ended(ended);
    }
  }

  private void opened(ToEdge.Opened opened) {
    ChannelSession session = sessions.numbered(opened.session());
    if (session == null) {
      return;
    }
    session.heard(now);
    if (opened.revision() < session.openedFrom) {
      loseAll();
      return;
    }
    delivery.begin(opened.revision());
  }

  private void answered(ToEdge.Answered answered) {
    ChannelSession session = sessions.numbered(answered.session());
    if (session == null || answered.through() <= session.answeredThrough) {
      return;
    }
    if (answered.after() != session.answeredThrough) {
      upstream.resume(session, now);
      return;
    }
    session.heard(now);
    session.answeredThrough = answered.through();
    int frames = 0;
    long bytes = 0;
    ChannelSession.Frame frame = session.takeEdit(answered.through());
    while (frame != null) {
      frames++;
      bytes += frame.body.length();
      frame = session.takeEdit(answered.through());
    }
    if (frames > 0) {
      effects.add(
          new Effect.Answer(session.id, frames, bytes, answered.verdict(), answered.revision()));
    }
  }

  private void synchronised(Input.FromOwner from, ToEdge.Synchronised state) {
    ChannelSession session = sessions.numbered(state.session());
    if (session == null || state.number() < session.oldestSynchronisation()) {
      return;
    }
    if (state.number() > session.oldestSynchronisation()) {
      // An earlier state vector's answer was lost; each of them needs one.
      upstream.resume(session, now);
      return;
    }
    session.takeSynchronisation();
    session.heard(now);
    delivery.begin(state.revision());
    delivery.synchronised(session, state.revision());
    effects.add(new Effect.Synchronise(session.id, from.process(), from.lane(), state));
    if (state.head().length() < state.length()) {
      session.streaming++;
    } else {
      delivery.catchUp(session, effects);
    }
  }

  private void ended(ToEdge.Ended ended) {
    ChannelSession session = sessions.numbered(ended.session());
    if (session == null) {
      return;
    }
    sessions.close(session);
    switch (ended.reason()) {
      case NOT_OWNER, UNAVAILABLE -> session.askedAt = now;
      case LOST_PLACE -> lostPlace(session);
      case CLIENT_TAKEN -> clientTaken(session);
      case OVERLOADED, GONE, OTHER_HISTORY -> close(session, ended.reason());
    }
  }

  /**
   * Tried again for a while: an owner of earlier days may have said it, or what the other one wrote
   * is still on its way.
   */
  private void clientTaken(ChannelSession session) {
    session.askedAt = now;
    if (++session.clientTaken > MAX_CLIENT_TAKEN) {
      close(session, ToEdge.Reason.CLIENT_TAKEN);
    }
  }

  /** Its frames are all here: it can go on, unless that was tried and not heard of since. */
  private void lostPlace(ChannelSession session) {
    if (session.heard) {
      upstream.open(session, now);
    } else {
      // Tried again at the next tick, so that two sides at odds don't spin.
      session.askedAt = now;
    }
  }

  // What time does.

  private void tick(long nowMillis) {
    if (!hasTicked) {
      // What came before the first tick could not know the time.
      hasTicked = true;
      sessions.all().forEach(session -> session.waitFrom(nowMillis));
    }
    now = nowMillis;
    if (upstream.isKnown()) {
      upstream.repeat(now);
    }
  }

  /** Throws where an invariant does not hold; for tests, after every input. */
  public void check() {
    sessions.check();
    delivery.check(sessions.all());
  }
}
