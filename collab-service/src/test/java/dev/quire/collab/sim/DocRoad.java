package dev.quire.collab.sim;

import dev.quire.wire.WireFailure;
import dev.quire.wire.WireMessage;
import dev.quire.wire.doc.Append;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Consumer;

/**
 * The road from processes to doc-service, and doc-service's own bad days: calls take time, get no
 * answer, are refused, or are done long after the caller gave up.
 */
final class DocRoad {
  static final String DOC = "doc";

  private final World world;
  private final Faults faults;
  private final Network network;
  private final SimDoc doc;
  private long refusesUntil;
  private long hangsUntil;

  DocRoad(World world, Faults faults, Network network, SimDoc doc) {
    this.world = world;
    this.faults = faults;
    this.network = network;
    this.doc = doc;
  }

  /** The database refuses connections for a while. */
  void refuse(long millis) {
    refusesUntil = world.nowMillis() + millis;
  }

  /** The database answers nobody for a while, and then does all that was asked of it. */
  void hang(long millis) {
    hangsUntil = world.nowMillis() + millis;
  }

  void recover() {
    refusesUntil = 0;
    hangsUntil = 0;
  }

  /** One call's answer, which the caller hears once. */
  private final class Answer {
    private final SimProcess caller;
    private final Promise<WireMessage> promise = Promise.promise();

    Answer(SimProcess caller, long timeoutMillis) {
      this.caller = caller;
      world.after(
          timeoutMillis,
          caller,
          () -> promise.tryFail(new WireFailure(WireFailure.Code.TIMEOUT, "no answer")));
    }

    void give(WireMessage result) {
      back(() -> promise.tryComplete(result));
    }

    void fail(WireFailure.Code code) {
      back(() -> promise.tryFail(new WireFailure(code, "failed")));
    }

    private void back(Runnable arrival) {
      if (!network.isCut(DOC, caller.name())) {
        world.after(delay(), caller, arrival);
      }
    }
  }

  Future<WireMessage> request(SimProcess caller, WireMessage message, long timeoutMillis) {
    Answer answer = new Answer(caller, timeoutMillis);
    if (network.isCut(caller.name(), DOC)) {
      return answer.promise.future();
    }
    long sent = delay();
    if (world.nowMillis() < refusesUntil) {
      world.count(RarePath.DATABASE_REFUSES);
      world.after(sent, () -> answer.fail(WireFailure.Code.UNAVAILABLE));
    } else if (message instanceof Append append) {
      append(caller, append, answer, sent, timeoutMillis);
    } else if (!fails()) {
      boolean answerIsLost = fails();
      world.after(
          sent + hang(),
          () -> doc.call(message, answerIsLost ? ignored -> {} : answer::give, answer::fail));
    }
    return answer.promise.future();
  }

  private void append(SimProcess caller, Append append, Answer answer, long sent, long timeout) {
    boolean goesWrong = !world.isHealed() && world.chance(faults.appends());
    int way = goesWrong ? world.random().nextInt(6) : -1;
    long arrives = sent;
    switch (way) {
      case 0 -> {
        world.count(RarePath.APPEND_LOST);
        return;
      }
      case 1 -> {
        world.count(RarePath.APPEND_LATE);
        arrives = world.between(timeout - 200, timeout * 4);
      }
      case 4 -> {
        world.count(RarePath.APPEND_REFUSED);
        world.after(sent, () -> answer.fail(WireFailure.Code.OVERLOADED));
        return;
      }
      default -> {}
    }
    if (way == 5) {
      // The bus brings it twice, and the answer to the first is lost.
      world.count(RarePath.APPEND_REPEATED);
      world.after(
          arrives + hang(),
          () ->
              doc.append(
                  caller.name(),
                  append,
                  open -> world.after(workTime(), () -> end(open, answer, 3))));
      arrives += world.between(0, 20);
    }
    Consumer<SimLog.Open> end = open -> world.after(workTime(), () -> end(open, answer, way));
    world.after(arrives + hang(), () -> doc.append(caller.name(), append, end));
  }

  private void end(SimLog.Open open, Answer answer, int way) {
    if (open.isVoid()) {
      return;
    }
    if (way == 2) {
      world.count(RarePath.APPEND_ABANDONED);
      open.abandon();
      answer.fail(WireFailure.Code.INTERNAL);
      return;
    }
    doc.committing(open);
    Append.Result result = open.commit();
    if (way == 3) {
      world.count(RarePath.ANSWER_LOST);
    } else {
      answer.give(result);
    }
  }

  private boolean fails() {
    return !world.isHealed() && world.chance(faults.calls());
  }

  private long delay() {
    return world.between(1, faults.maxDelayMillis());
  }

  private long hang() {
    return Math.max(0, hangsUntil - world.nowMillis());
  }

  private long workTime() {
    return world.chance(0.02) && !world.isHealed() ? world.between(500, 2500) : world.between(0, 5);
  }
}
