package dev.quire.edge.pace;

import java.util.concurrent.TimeUnit;

/** What is left to one user or one address. Safe from any thread. */
public final class Allowance {
  /** A fault is not held against anybody for longer than this. */
  private static final long MAX_PENANCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final String prefix;
  private final Flow frames;
  private final Flow bytes;
  private final Flow sockets;
  private final Flow joins;
  private final Flow faults;
  private final Flow requests;

  Allowance(PaceLimits.Share share) {
    this.prefix = share.prefix();
    this.frames = Flow.of(share.frames());
    this.bytes = Flow.of(share.bytes());
    this.sockets = Flow.of(share.sockets());
    this.joins = Flow.of(share.joins());
    this.faults = Flow.of(share.faults());
    this.requests = Flow.of(share.requests());
  }

  /** A frame that is to be answered has come. */
  public void frame(Delay delay) {
    delay.atLeast(frames.take(1), prefix, "update_frames_per_second");
  }

  /** A frame that was told to wait is not answered after all. */
  public void noFrame() {
    frames.giveBack(1);
  }

  /** So much of a message has come. */
  public void bytes(int many, Delay delay) {
    delay.atLeast(bytes.take(many), prefix, "bytes_per_second");
  }

  /** A socket is opened; who has faults to answer for waits for that, too. */
  public void socket(Delay delay) {
    delay.atLeast(sockets.take(1), prefix, "sockets_per_second");
    repent(delay);
  }

  /** Somebody who was told to wait with a socket has gone, and opens none after all. */
  public void noSocket() {
    sockets.giveBack(1);
  }

  /** A document is opened. */
  public void join(Delay delay) {
    delay.atLeast(joins.take(1), prefix, "joins_per_second");
  }

  /** Somebody who was told to wait with a document has gone, and opens none after all. */
  public void noJoin() {
    joins.giveBack(1);
  }

  /**
   * A request has come, which is refused where there is a delay: then it counts for nothing, so
   * that whoever goes on asking is answered again as soon as others would be.
   */
  public void request(Delay delay) {
    delay.atLeast(requests.takeUnlessOwed(), prefix, "requests_per_second");
  }

  /** Who has faults to answer for waits. */
  public void repent(Delay delay) {
    delay.atLeast(faults.owed(), prefix, "faults_per_second");
  }

  /** A socket is closed for what came by it. */
  public void fault() {
    if (faults.owed() < MAX_PENANCE_NANOS) {
      faults.take(1);
    }
  }
}
