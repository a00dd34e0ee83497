package dev.quire.edge.pace;

import java.util.concurrent.TimeUnit;

/** What is left to one user or one address. Safe from any thread. */
public final class Allowance {
  /** A fault is not held against anybody for longer than this. */
  private static final long MAX_PENANCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final String prefix;
  private final Flow frames;
  private final Flow bytes;
  private final Flow arrivals;
  private final Flow faults;

  Allowance(PaceLimits.Share share) {
    this.prefix = share.prefix();
    this.frames = Flow.of(share.frames());
    this.bytes = Flow.of(share.bytes());
    this.arrivals = Flow.of(share.arrivals());
    this.faults = Flow.of(share.faults());
  }

  /** A frame that is to be answered has come. */
  public void frame(Delay delay) {
    delay.atLeast(frames.take(1), prefix, "update_frames_per_second");
  }

  /** So much of a message has come. */
  public void bytes(int many, Delay delay) {
    delay.atLeast(bytes.take(many), prefix, "bytes_per_second");
  }

  /**
   * Somebody comes: a socket of the address, or the user to a document.
   *
   * @param what a limit's name, behind the prefix
   */
  public void arrival(String what, Delay delay) {
    delay.atLeast(arrivals.take(1), prefix, what);
    delay.atLeast(faults.owed(), prefix, "faults_per_second");
  }

  /** Somebody who was told to wait has gone, and did not come after all. */
  public void departure() {
    arrivals.giveBack(1);
  }

  /** A socket is closed for what came by it. */
  public void fault() {
    if (faults.owed() < MAX_PENANCE_NANOS) {
      faults.take(1);
    }
  }
}
