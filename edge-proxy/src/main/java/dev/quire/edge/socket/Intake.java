package dev.quire.edge.socket;

import dev.quire.edge.pace.Allowance;
import dev.quire.edge.pace.Delay;
import java.util.Optional;

/**
 * How much one socket may have sent that is to be answered: over a rate of its own, its user's, its
 * address's or its document's, or with too much that is not answered yet, the socket is read no
 * further for a while, so that TCP holds the client up; one that goes on against that for too long
 * is closed.
 */
final class Intake {
  private final LoopParts loop;
  private final Reading reading;
  private final Pace pace;
  private final String address;
  private final Runnable tooFast;
  private Optional<String> user = Optional.empty();
  private long throttledSince;
  private long lastThrottledAt;
  private long unansweredBytes;
  private int unansweredFrames;

  /**
   * @param tooFast run where the client has been held up for as long as it may be
   */
  Intake(LoopParts loop, Reading reading, Pace pace, String address, Runnable tooFast) {
    this.pace = pace;
    this.address = address;
    this.loop = loop;
    this.reading = reading;
    this.tooFast = tooFast;
  }

  /** It is known who sends. */
  void identified(String known) {
    user = Optional.of(known);
  }

  /** A frame that is to be answered has come. */
  void frame(int bytes, DocumentHost document) {
    unansweredFrames++;
    unansweredBytes += bytes;
    stopWhereTooMuchIsUnanswered();
    Delay own = new Delay();
    pace.frame(own);
    own().frame(own);
    Delay shared = new Delay();
    here().frame(shared);
    document.frame(shared);
    rest(own, shared);
  }

  /** So much of a message has come, of whatever kind. */
  void bytes(int many) {
    Delay own = new Delay();
    // A stranger has nothing but what the address has, and takes of that once.
    user.map(loop.allowances()::user).ifPresent(known -> known.bytes(many, own));
    Delay shared = new Delay();
    here().bytes(many, shared);
    rest(own, shared);
  }

  /** Something came that an honest client does not send twice. */
  void fault() {
    own().fault();
  }

  /** What is left to the address. */
  private Allowance here() {
    return loop.allowances().address(address);
  }

  /** Who answers for what comes: for a stranger it is his address. */
  private Allowance own() {
    return user.map(loop.allowances()::user).orElseGet(this::here);
  }

  /**
   * What has come is more than may: nothing is read for so long. Whoever is over what is theirs,
   * and goes on, is closed in the end; nobody is for what others bring by the same address or into
   * the same document.
   */
  private void rest(Delay own, Delay shared) {
    if ((own.isNone() && shared.isNone()) || reading.isStopped(Reading.Reason.PACE)) {
      return;
    }
    long now = loop.clock().getAsLong();
    if (!own.isNone()) {
      if (now - lastThrottledAt > 2_000 + own.millis()) {
        throttledSince = now;
        loop.counters().limited(own.limit());
      }
      lastThrottledAt = now + own.millis();
      if (now - throttledSince >= loop.limits().throttledMillis()) {
        tooFast.run();
        return;
      }
    }
    if (shared.orNone() > own.orNone()) {
      loop.counters().limited(shared.limit());
    }
    long millis = Math.max(own.orNone(), shared.orNone());
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

  private void stopWhereTooMuchIsUnanswered() {
    if (isOverUnanswered() && !reading.isStopped(Reading.Reason.UNANSWERED)) {
      loop.counters().limited(isOverFrames() ? "unanswered_frames" : "unanswered_bytes");
      reading.stop(Reading.Reason.UNANSWERED);
    }
  }

  private boolean isOverUnanswered() {
    return isOverFrames() || unansweredBytes > loop.limits().unansweredBytes();
  }

  private boolean isOverFrames() {
    return unansweredFrames > loop.limits().unansweredFrames();
  }
}
