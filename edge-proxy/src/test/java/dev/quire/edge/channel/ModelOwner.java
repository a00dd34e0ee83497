package dev.quire.edge.channel;

import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.session.ToEdge;
import dev.quire.wire.session.ToOwner;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An owner reduced to its promises: a log of numbers that survives it, sessions that do not. What
 * it says waits in {@link #out} until a test lets it through.
 */
final class ModelOwner {
  static final DocumentId DOCUMENT = new DocumentId(1, 2);

  static final class Open {
    long lastFrame;
    long answered;
  }

  final String process;
  final List<Long> log;
  final ArrayDeque<ToEdge.Output> out = new ArrayDeque<>();
  final List<ToOwner.Input> received = new ArrayList<>();
  boolean inParts;

  final Map<Long, Open> sessions = new HashMap<>();
  private long delivered = -1;
  private boolean subscribed;

  /**
   * @param log outlives this owner: number of an edit by revision, from 1
   */
  ModelOwner(String process, List<Long> log) {
    this.process = process;
    this.log = log;
  }

  Owner address(long epoch) {
    return new Owner(process, 0, epoch);
  }

  long revision() {
    return log.size();
  }

  /** Somebody at another edge has committed this. */
  void commit(long edit) {
    log.add(edit);
    fanout(revision() - 1);
  }

  void take(ToOwner.Input message) {
    received.add(message);
    if (message instanceof ToOwner.Open open) {
      open(open);
    } else if (message instanceof ToOwner.Synchronise synchronise) {
      if (accepts(synchronise.session(), synchronise.number())) {
        synchronise(synchronise);
      }
    } else if (message instanceof ToOwner.Edit edit) {
      if (accepts(edit.session(), edit.number())) {
        edit(edit);
      }
    } else if (message instanceof ToOwner.Probe probe) {
      sessions.keySet().removeIf(s -> s <= probe.through() && !probe.live().contains(s));
      Open session = sessions.get(probe.session());
      if (session == null || session.lastFrame < probe.number()) {
        end(probe.session(), ToEdge.Reason.LOST_PLACE);
      }
      for (long live : probe.live()) {
        if (live != probe.session() && !sessions.containsKey(live)) {
          end(live, ToEdge.Reason.LOST_PLACE);
        }
      }
    } else if (message instanceof ToOwner.Replay replay) {
      for (long after = replay.after(); after < revision(); after += 3) {
        fanout(after, Math.min(after + 3, revision()));
      }
    } else if (message instanceof ToOwner.Delivered confirmed) {
      delivered = confirmed.revision();
    } else if (message instanceof ToOwner.Leave leave) {
      sessions.remove(leave.session());
    }
  }

  /** The edit under a client id of somebody else who is here; none where it is -1. */
  long foreign = -1;

  void tick() {
    if (subscribed && delivered < revision()) {
      out.add(new ToEdge.Compare(DOCUMENT, 1, revision()));
    }
  }

  void end(long session, ToEdge.Reason reason) {
    sessions.remove(session);
    out.add(new ToEdge.Ended(DOCUMENT, session, reason));
  }

  private void open(ToOwner.Open open) {
    sessions.putIfAbsent(open.session(), new Open());
    subscribed = true;
    out.add(new ToEdge.Opened(DOCUMENT, open.session(), 1, revision()));
    if (open.delivered() >= 0 && open.delivered() < revision()) {
      fanout(open.delivered());
    }
  }

  private boolean accepts(long number, long frame) {
    Open session = sessions.get(number);
    if (session == null || frame > session.lastFrame + 1) {
      end(number, ToEdge.Reason.LOST_PLACE);
      return false;
    }
    boolean isNew = frame == session.lastFrame + 1;
    session.lastFrame = Math.max(session.lastFrame, frame);
    return isNew;
  }

  private void synchronise(ToOwner.Synchronise asked) {
    Bytes state = bytes(0, revision());
    Bytes head = inParts ? Bytes.EMPTY : state;
    int length = inParts ? Math.max(1, state.length()) : state.length();
    out.add(
        new ToEdge.Synchronised(
            DOCUMENT, asked.session(), asked.number(), revision(), Bytes.EMPTY, 1, length, head));
  }

  private void edit(ToOwner.Edit edit) {
    Open session = sessions.get(edit.session());
    if (session == null) {
      return;
    }
    long number = ByteBuffer.wrap(edit.update().array()).getLong();
    if (number == foreign) {
      end(edit.session(), ToEdge.Reason.CLIENT_TAKEN);
      return;
    }
    if (!log.contains(number)) {
      commit(number);
    }
    out.add(
        new ToEdge.Answered(
            DOCUMENT,
            edit.session(),
            edit.number(),
            ToEdge.Verdict.APPLIED,
            revision(),
            session.answered));
    session.answered = edit.number();
  }

  private void fanout(long after) {
    fanout(after, revision());
  }

  private void fanout(long after, long through) {
    if (subscribed) {
      out.add(new ToEdge.Fanout(DOCUMENT, 1, after, through, bytes(after, through)));
    }
  }

  /** The edits of revisions {@code after + 1 … through}. */
  private Bytes bytes(long after, long through) {
    ByteBuffer buffer = ByteBuffer.allocate((int) (through - after) * Long.BYTES);
    log.subList((int) after, (int) through).forEach(buffer::putLong);
    return Bytes.of(buffer.array());
  }

  static Set<Long> editsIn(Bytes bytes) {
    Set<Long> edits = new LinkedHashSet<>();
    ByteBuffer buffer = ByteBuffer.wrap(bytes.array());
    while (buffer.hasRemaining()) {
      edits.add(buffer.getLong());
    }
    return edits;
  }

  static Bytes edit(long number) {
    return Bytes.of(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
  }
}
