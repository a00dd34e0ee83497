package dev.quire.doc.search;

import dev.quire.doc.search.DueTexts.Claim;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * When texts are read, so that search knows of an edit soon whatever else is being read. A turn
 * begins every {@link #TURN_MILLIS}, however long others take: it writes down what was noted since
 * the last one, and has what is due claimed. What is claimed is read at once, two texts at a time,
 * and more is claimed as long as there is more, those due the longest first. Documents that take
 * long are read beside them, one after the other: no other document waits for one.
 *
 * <p>So an edit is noted for half a second at most, and then waits for the documents that were due
 * before it. For one event loop; it knows no clock and does no work itself.
 */
final class Turns {
  static final long TURN_MILLIS = 500;

  /** Texts read at the same time, besides one that takes long. */
  static final int AT_ONCE = 2;

  static final int CLAIMED_AT_ONCE = 8;

  /** Long ones that wait here for their turn; others are put back, to be claimed again. */
  static final int MOST_LONG = 8;

  /** Calls something once, after so many milliseconds. */
  interface Timer {
    void after(long millis, Runnable call);
  }

  /** What is done. None of it fails: what goes wrong is told where it does. */
  interface Work {
    /** Writes down what was noted. */
    Future<Void> note();

    /** Looks for what nobody noted; called when nothing is due. */
    Future<Void> sweep();

    /** Some that are due; none where that can't be said. */
    Future<List<Claim>> claim(int most);

    /** Whether reading it takes long. */
    Future<Boolean> takesLong(Claim claim);

    Future<Void> read(Claim claim);

    /** It is to be claimed again later. */
    Future<Void> putBack(Claim claim);
  }

  private final Timer timer;
  private final Work work;
  private final Deque<Claim> ready = new ArrayDeque<>();
  private final Deque<Claim> longOnes = new ArrayDeque<>();
  private final Promise<Void> drained = Promise.promise();
  private int steps;
  private boolean noting;
  private boolean claiming;
  private boolean sweeping;
  private boolean readingLong;
  private int reading;
  private boolean ended;

  Turns(Timer timer, Work work) {
    this.timer = timer;
    this.work = work;
  }

  /** Begins turns, until {@link #stop}. */
  void start() {
    timer.after(TURN_MILLIS, this::turn);
  }

  /** Takes up nothing more; done when nothing is being read. */
  Future<Void> stop() {
    ended = true;
    if (steps == 0) {
      drained.tryComplete();
    }
    return drained.future();
  }

  private void turn() {
    if (ended) {
      return;
    }
    start();
    if (!noting) {
      noting = true;
      step(
          work.note(),
          noted -> {
            noting = false;
            goOn();
          });
    }
    goOn();
  }

  /** Does a step, which {@link #stop} waits for, and then what comes after it. */
  private <T> void step(Future<T> step, Consumer<T> then) {
    steps++;
    step.onComplete(
        done -> {
          then.accept(done.result());
          steps--;
          if (ended && steps == 0) {
            drained.tryComplete();
          }
        });
  }

  private void goOn() {
    while (!ended && reading < AT_ONCE && !ready.isEmpty()) {
      begin(ready.remove());
    }
    if (!ended && reading < AT_ONCE && !claiming) {
      claiming = true;
      step(work.claim(CLAIMED_AT_ONCE), this::claimed);
    }
  }

  private void claimed(List<Claim> claims) {
    claiming = false;
    ready.addAll(claims);
    if (!claims.isEmpty()) {
      goOn();
    } else if (!sweeping && !ended) {
      sweeping = true;
      step(work.sweep(), swept -> sweeping = false);
    }
  }

  private void begin(Claim claim) {
    reading++;
    step(work.takesLong(claim), takesLong -> begin(claim, takesLong));
  }

  private void begin(Claim claim, boolean takesLong) {
    if (takesLong) {
      reading--;
      queue(claim);
      goOn();
    } else {
      step(
          work.read(claim),
          read -> {
            reading--;
            goOn();
          });
    }
  }

  private void queue(Claim claim) {
    if (longOnes.size() < MOST_LONG) {
      longOnes.add(claim);
      readLong();
    } else {
      step(work.putBack(claim), put -> {});
    }
  }

  private void readLong() {
    if (ended || readingLong || longOnes.isEmpty()) {
      return;
    }
    readingLong = true;
    Claim claim = longOnes.remove();
    step(
        work.read(claim),
        read -> {
          readingLong = false;
          readLong();
        });
  }
}
