package dev.quire.collab.host;

import dev.quire.collab.loop.Loop;
import dev.quire.wire.Address;
import dev.quire.wire.Call;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireMessage;
import dev.quire.wire.WireTypes;
import dev.quire.wire.codec.WireCodec;
import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.ReadHead;
import dev.quire.wire.doc.ReadLog;
import dev.quire.wire.session.ToEdge;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The loop of a {@link Rehearsal}: turns are run by whoever calls {@link #run}, and doc-service is
 * a list in memory. One thread.
 */
final class RehearsalLoop implements Loop {
  private final Queue<Runnable> turns = new ArrayDeque<>();
  private final WireCodec codec = new WireCodec(WireTypes.ALL);
  private final List<ReadLog.Entry> log = new ArrayList<>();
  private int answered;

  /** Until nothing is left to do. */
  void run() {
    Runnable turn = turns.poll();
    while (turn != null) {
      turn.run();
      turn = turns.poll();
    }
  }

  /** How many edits the edge was told are durable. */
  int answered() {
    return answered;
  }

  /** What arrives of it in another process. */
  @SuppressWarnings("unchecked") // A message decodes to its own type.
  <T extends WireMessage> T overTheWire(T message) {
    Buffer buffer = Buffer.buffer();
    codec.encodeToWire(buffer, message);
    return (T) codec.decodeFromWire(0, buffer);
  }

  @Override
  public long nowMillis() {
    return 0;
  }

  @Override
  public void soon(Runnable turn) {
    turns.add(turn);
  }

  @Override
  public void after(long millis, Runnable turn) {
    // No time passes here.
  }

  @Override
  public <T> Future<T> work(Callable<T> work) {
    try {
      return Future.succeededFuture(work.call());
    } catch (Exception fault) {
      return Future.failedFuture(fault);
    }
  }

  @Override
  public <Q extends WireMessage, R extends WireMessage> Future<R> request(
      Call<Q, R> call, Q message, Duration timeout) {
    WireMessage reply = reply(overTheWire(message));
    return reply == null
        ? Future.failedFuture(new WireFailure(WireFailure.Code.UNAVAILABLE, "Only a rehearsal."))
        : Future.succeededFuture(call.reply().cast(overTheWire(reply)));
  }

  private @Nullable WireMessage reply(WireMessage message) {
    if (message instanceof Append append) {
      return append(append);
    } else if (message instanceof ReadHead) {
      return new ReadHead.Head("rehearsal", log.size(), 0, 0, 0);
    } else if (message instanceof ReadLog read) {
      return new ReadLog.Page(log.size(), List.copyOf(log.subList((int) read.after(), log.size())));
    }
    return null;
  }

  private Append.Result append(Append append) {
    List<Append.Outcome> outcomes = new ArrayList<>();
    for (Append.Part part : append.documents()) {
      for (Append.Update each : part.updates()) {
        long next = log.size() + 1L;
        log.add(
            new ReadLog.Entry(
                next, part.epoch(), each.author(), 0, each.update(), next, each.session()));
      }
      outcomes.add(new Append.Appended(log.size()));
    }
    return new Append.Result(outcomes);
  }

  @Override
  public <T extends WireMessage> void send(Address<T> address, T message) {
    if (overTheWire(message) instanceof ToEdge said) {
      for (ToEdge.Output output : said.outputs()) {
        if (output instanceof ToEdge.Answered edit && edit.verdict() == ToEdge.Verdict.APPLIED) {
          answered++;
        }
      }
    }
  }

  @Override
  public <T extends WireMessage> void publish(Address<T> address, T message) {
    overTheWire(message);
  }
}
