package dev.quire.edge.socket;

import java.util.concurrent.TimeUnit;

/**
 * How much one socket may have sent that is to be answered: over the rate, or with too much that is
 * not answered yet, the socket is read no further for a while, so that TCP holds the client up; one
 * that goes on against that for too long is closed.
 */
final class Intake {
  private final LoopParts loop;
  private final Reading reading;
  private final Pace pace;
  private final Runnable tooFast;
  private long throttledSince;
  private long lastThrottledAt;
  private long unansweredBytes;
  private int unansweredFrames;

  /**
   * @param tooFast run where the client has been held up for as long as it may be
   */
  Intake(LoopParts loop, Reading reading, Pace pace, Runnable tooFast) {
    this.loop = loop;
    this.reading = reading;
    this.pace = pace;
    this.tooFast = tooFast;
  }

  /** A frame that is to be answered has come: over the rate, nothing more is read for a while. */
  void frame(int bytes) {
    unansweredFrames++;
    unansweredBytes += bytes;
    if (isOverUnanswered()) {
      reading.stop(Reading.Reason.UNANSWERED);
    }
    long waitNanos = pace.frame();
    if (waitNanos > 0) {
      throttle(Math.max(1, TimeUnit.NANOSECONDS.toMillis(waitNanos)));
    }
  }

  private void throttle(long millis) {
    if (reading.isStopped(Reading.Reason.PACE)) {
      return;
    }
    long now = loop.clock().getAsLong();
    if (now - lastThrottledAt > 2_000 + millis) {
      throttledSince = now;
      loop.counters().limited("update_frames_per_second");
    }
    lastThrottledAt = now + millis;
    if (now - throttledSince >= loop.limits().throttledMillis()) {
      tooFast.run();
      return;
    }
    reading.stop(Reading.Reason.PACE);
    loop.vertx().setTimer(millis, timer -> reading.goOn(Reading.Reason.PACE));
  }

  /** Frames have been answered, or their session is gone. */
  void answered(int frames, long bytes) {
    unansweredFrames -= frames;
    unansweredBytes -= bytes;
    if (reading.isStopped(Reading.Reason.UNANSWERED) && !isOverUnanswered()) {
      reading.goOn(Reading.Reason.UNANSWERED);
    }
  }

  private boolean isOverUnanswered() {
    return unansweredBytes > loop.limits().unansweredBytes()
        || unansweredFrames > loop.limits().unansweredFrames();
  }
}
