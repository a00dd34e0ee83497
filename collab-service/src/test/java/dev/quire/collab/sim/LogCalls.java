package dev.quire.collab.sim;

import dev.quire.collab.owner.LoadedState;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.ReadLog;
import dev.quire.wire.doc.TakeShards;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A process's road to the log: calls take time, and some get no answer. */
final class LogCalls {
  private static final long TIMEOUT_MILLIS = 1000;

  private final World world;
  private final Faults faults;
  private final SimLog log;

  LogCalls(World world, Faults faults, SimLog log) {
    this.world = world;
    this.faults = faults;
    this.log = log;
  }

  /** One call's answer, which comes once or not at all. */
  private final class Answer<T> {
    private final World.Actor caller;
    private final Consumer<T> answered;
    private final Runnable unanswered;
    private boolean over;

    Answer(World.Actor caller, Consumer<T> answered, Runnable unanswered) {
      this.caller = caller;
      this.answered = answered;
      this.unanswered = unanswered;
      world.after(TIMEOUT_MILLIS, caller, () -> end(unanswered));
    }

    void give(T result) {
      world.after(delay(), caller, () -> end(() -> answered.accept(result)));
    }

    void fail() {
      world.after(delay(), caller, () -> end(unanswered));
    }

    private void end(Runnable end) {
      if (!over) {
        over = true;
        end.run();
      }
    }
  }

  void append(
      World.Actor caller, Append append, Consumer<Append.Result> answered, Runnable unknown) {
    Answer<Append.Result> answer = new Answer<>(caller, answered, unknown);
    boolean goesWrong = !world.isHealed() && world.chance(faults.appends());
    int way = goesWrong ? world.random().nextInt(4) : -1;
    if (way == 0) {
      world.count(RarePath.APPEND_LOST);
      return;
    }
    long sent = delay();
    if (way == 1) {
      world.count(RarePath.APPEND_LATE);
      sent = world.between(TIMEOUT_MILLIS - 200, TIMEOUT_MILLIS * 4);
    }
    boolean isAbandoned = way == 2;
    boolean isUnanswered = way == 3;
    world.after(
        sent,
        () ->
            log.begin(
                append,
                open ->
                    world.after(workTime(), () -> end(open, answer, isAbandoned, isUnanswered))));
  }

  private void end(
      SimLog.Open open, Answer<Append.Result> answer, boolean isAbandoned, boolean isUnanswered) {
    if (isAbandoned) {
      world.count(RarePath.APPEND_ABANDONED);
      open.abandon();
      answer.fail();
      return;
    }
    Append.Result result = open.commit();
    if (isUnanswered) {
      world.count(RarePath.ANSWER_LOST);
    } else {
      answer.give(result);
    }
  }

  void take(
      World.Actor caller,
      TakeShards claim,
      Consumer<TakeShards.Taken> answered,
      Runnable unanswered) {
    Answer<TakeShards.Taken> answer = new Answer<>(caller, answered, unanswered);
    if (!fails()) {
      boolean answerIsLost = fails();
      world.after(
          delay(),
          () ->
              log.take(
                  claim,
                  taken -> {
                    if (!answerIsLost) {
                      answer.give(taken);
                    }
                  }));
    }
  }

  void read(
      World.Actor caller, ReadLog read, Consumer<ReadLog.Page> answered, Runnable unanswered) {
    Answer<ReadLog.Page> answer = new Answer<>(caller, answered, unanswered);
    if (!fails()) {
      world.after(delay(), () -> answer.give(log.read(read)));
    }
  }

  void load(
      World.Actor caller,
      DocumentId document,
      Consumer<LoadedState> answered,
      Runnable unanswered) {
    Answer<LoadedState> answer = new Answer<>(caller, answered, unanswered);
    if (fails()) {
      return;
    }
    world.after(
        delay(),
        () -> {
          SimLog.Snapshot snapshot = log.snapshot(document);
          long from = snapshot == null ? 0 : snapshot.revision();
          if (snapshot != null) {
            world.count(RarePath.LOADED_FROM_SNAPSHOT);
          }
          byte[] state = snapshot == null ? new byte[0] : snapshot.state().array();
          world.after(
              delay(),
              () -> {
                List<ReadLog.Entry> all = log.entries(document);
                List<ReadLog.Entry> tail = new ArrayList<>(all.subList((int) from, all.size()));
                answer.give(LoadedState.of(from, state, tail));
              });
        });
  }

  void store(
      World.Actor caller,
      DocumentId document,
      long epoch,
      long revision,
      Bytes state,
      Consumer<Boolean> answered) {
    Answer<Boolean> answer = new Answer<>(caller, answered, () -> answered.accept(false));
    if (fails()) {
      return;
    }
    world.after(
        delay(),
        () -> {
          boolean stored = log.store(document, new SimLog.Snapshot(epoch, revision, state));
          world.count(stored ? RarePath.SNAPSHOT_STORED : RarePath.SNAPSHOT_REFUSED);
          answer.give(stored);
        });
  }

  private boolean fails() {
    return !world.isHealed() && world.chance(faults.calls());
  }

  private long delay() {
    return world.between(1, faults.maxDelayMillis());
  }

  private long workTime() {
    return world.chance(0.02) && !world.isHealed() ? world.between(500, 2500) : world.between(0, 5);
  }
}
