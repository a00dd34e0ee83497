package dev.quire.edge.pace;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What newcomers cost an event loop, in slices: after a slice the loop is left to those who are
 * here already, for as long as the slice took. A rate would have to know what the work costs, which
 * differs tenfold between a program that has just started and the same a minute later; half of the
 * loop's time is half of it on every machine. Pure but for its clock and timer; of one loop. Holds
 * what its callers bound.
 */
public final class Slices {
  /** A slice takes this long, or as long as one piece of work. */
  static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Runs something on the same loop, not before so many milliseconds have gone by. */
  public interface Timer {
    void after(long millis, Runnable action);
  }

  private final LongSupplier nanos;
  private final Timer timer;
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private boolean inside;
  private boolean resting;

  /**
   * @param nanos a clock that never goes back
   */
  public Slices(LongSupplier nanos, Timer timer) {
    this.nanos = nanos;
    this.timer = timer;
  }

  /** Runs it, now or when those before it have been run. What it throws is its caller's. */
  public void run(Runnable work) {
    waiting.addLast(work);
    if (!inside && !resting) {
      slice();
    }
  }

  private void slice() {
    long begun = nanos.getAsLong();
    long took = 0;
    inside = true;
    try {
      for (@Nullable Runnable next = waiting.pollFirst();
          next != null;
          next = took < SLICE_NANOS ? waiting.pollFirst() : null) {
        next.run();
        took = nanos.getAsLong() - begun;
      }
    } finally {
      inside = false;
      resting = true;
      timer.after(Math.max(1, TimeUnit.NANOSECONDS.toMillis(took)), this::rested);
    }
  }

  private void rested() {
    resting = false;
    if (!waiting.isEmpty()) {
      slice();
    }
  }
}
