package dev.quire.edge.channel;

import dev.quire.wire.DocumentId;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One document at one edge; the package's essay says what it promises. */
public final class DocumentChannel {
  /** How often in a row a session's frame may be found to be under another's client id. */
  private static final int MAX_CLIENT_TAKEN = 5;

  private final DocumentId document;
  private final ChannelLimits limits;
  private final LongSupplier numbers;

  private final ChannelSessions sessions = new ChannelSessions();
  private final Delivery delivery;
  private final RollCall rollCall;

  private @Nullable Owner owner;

  /** The log's incarnation that positions are in; below 0 before any is known. */
  private long incarnation = -1;

  private long now;
  private boolean hasTicked;
  private List<Effect> effects = new ArrayList<>();

  /**
   * @param numbers gives session numbers that this edge has never given to any owner, above 0
   */
  public DocumentChannel(DocumentId document, ChannelLimits limits, LongSupplier numbers) {
    this.document = document;
    this.limits = limits;
    this.numbers = numbers;
    this.delivery = new Delivery(document, limits);
    this.rollCall = new RollCall(document, limits.answerMillis());
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
    recover();
    return effects;
  }

  // What clients do.

  private void join(Input.Join join) {
    ChannelSession session = new ChannelSession(join.session(), join.right());
    sessions.add(session);
    open(session);
  }

  private void synchronise(Input.Synchronise synchronise) {
    ChannelSession session = sessions.find(synchronise.session());
    if (session != null) {
      delivery.expectState(session);
      sendFrame(session, session.addSynchronisation(synchronise.stateVector(), now));
    }
  }

  private void edit(Input.Edit edit) {
    ChannelSession session = sessions.find(edit.session());
    if (session != null) {
      sendFrame(session, session.addEdit(edit.update(), edit.onlyAt(), now));
    }
  }

  private void speaks(Input.Speaks speaks) {
    ChannelSession session = sessions.find(speaks.session());
    if (session != null) {
      session.client = speaks.client();
      tellClient(session);
    }
  }

  private void tellClient(ChannelSession session) {
    if (session.isOpen() && session.client >= 0) {
      send(new ToOwner.Speaks(document, session.number, session.client));
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

  // Opening, and opening again.

  private void open(ChannelSession session) {
    session.number = 0;
    session.askedAt = now;
    if (owner == null) {
      return;
    }
    sessions.number(session, numbers.getAsLong());
    session.heard = false;
    session.answeredThrough = 0;
    session.waitingSince = now;
    session.openedFrom = delivery.position();
    send(
        new ToOwner.Open(
            document,
            session.number,
            session.right.author(),
            session.right.mayEdit(),
            session.openedFrom,
            session.right.signIn(),
            session.right.asOf(),
            session.right.organisation(),
            session.right.key(),
            session.right.stamp()));
    tellClient(session);
    for (ChannelSession.Frame frame : session.renumber()) {
      send(message(session, frame));
    }
  }

  /** Opens the session anew where it is, and sends again what is unanswered. */
  private void resume(ChannelSession session) {
    leaveOwner(session);
    open(session);
  }

  private void leaveOwner(ChannelSession session) {
    if (session.isOpen()) {
      send(new ToOwner.Leave(document, session.number));
      sessions.close(session);
    }
  }

  private void forget(ChannelSession session) {
    leaveOwner(session);
    sessions.remove(session);
    delivery.remove(session);
  }

  private void close(ChannelSession session, ToEdge.Reason reason) {
    forget(session);
    effects.add(new Effect.Close(session.id, reason));
  }

  private void routed(Optional<Owner> routed) {
    Owner next = routed.orElse(null);
    if (next == null ? owner == null : next.equals(owner)) {
      return;
    }
    if (next != null && next.incarnation() != incarnation) {
      if (next.incarnation() < incarnation) {
        // Word of before the restore; its process is gone or will learn of it.
        next = null;
      } else {
        if (incarnation >= 0) {
          owner = null;
          loseAll();
        }
        incarnation = next.incarnation();
      }
    }
    boolean sameProcess = next != null && owner != null && next.process().equals(owner.process());
    for (ChannelSession session : sessions.all()) {
      if (sameProcess) {
        leaveOwner(session);
      }
      sessions.close(session);
    }
    owner = next;
    delivery.forgetOwner();
    if (owner != null) {
      sessions.all().forEach(this::open);
    }
  }

  // What owners say.

  private void fromOwner(Input.FromOwner from) {
    ToEdge.Output message = from.message();
    if (message instanceof ToEdge.Fanout fanout) {
      if (Owner.incarnationOf(fanout.epoch()) == incarnation) {
        delivery.fanout(fanout, effects);
      }
    } else if (message instanceof ToEdge.Answered answered) {
      answered(answered);
    } else if (message instanceof ToEdge.Synchronised synchronised) {
      synchronised(from, synchronised);
    } else if (message instanceof ToEdge.Opened opened) {
      opened(opened);
    } else if (message instanceof ToEdge.Compare compare) {
      if (Owner.incarnationOf(compare.epoch()) == incarnation) {
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

  /** The log is not the one that was delivered from: nobody here has a place in it. */
  private void loseAll() {
    sessions.copy().forEach(lost -> close(lost, ToEdge.Reason.LOST_PLACE));
    delivery.reset();
  }

  private void answered(ToEdge.Answered answered) {
    ChannelSession session = sessions.numbered(answered.session());
    if (session == null || answered.through() <= session.answeredThrough) {
      return;
    }
    if (answered.after() != session.answeredThrough) {
      resume(session);
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
      resume(session);
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
      open(session);
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
    if (owner == null) {
      return;
    }
    delivery.confirm().ifPresent(this::send);
    for (ChannelSession session : sessions.all()) {
      if (!session.isOpen()) {
        openAgain(session);
      } else if (!session.heard || session.awaitsAnswer()) {
        probe(session);
      }
    }
    rollCall.call(now, sessions).ifPresent(this::send);
  }

  private void openAgain(ChannelSession session) {
    if (now - session.askedAt >= limits.repeatMillis()) {
      open(session);
    }
  }

  private void probe(ChannelSession session) {
    if (now - session.waitingSince >= limits.answerMillis() * session.patience) {
      session.loseMorePatience();
      resume(session);
    } else if (now - Math.max(session.askedAt, session.waitingSince) >= limits.repeatMillis()) {
      session.askedAt = now;
      send(new ToOwner.Probe(document, session.number, session.lastFrame));
    }
  }

  private void recover() {
    if (owner != null) {
      delivery.replay(now).ifPresent(this::send);
    }
  }

  // Sending.

  private void sendFrame(ChannelSession session, ChannelSession.Frame frame) {
    if (session.isOpen()) {
      send(message(session, frame));
    }
  }

  private ToOwner.Input message(ChannelSession session, ChannelSession.Frame frame) {
    return frame.edit
        ? new ToOwner.Edit(document, session.number, frame.number, frame.body, frame.onlyAt)
        : new ToOwner.Synchronise(document, session.number, frame.number, frame.body);
  }

  private void send(ToOwner.Input message) {
    if (owner != null) {
      effects.add(new Effect.Send(owner, message));
    }
  }

  /** Throws where an invariant does not hold; for tests, after every input. */
  public void check() {
    sessions.check();
    delivery.check(sessions.all());
  }
}
