package dev.quire.edge.socket;

import dev.quire.edge.pace.Delay;
import dev.quire.edge.pace.EdgeLimits;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.local.SynchronizationStrategy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How fast one socket may send: token buckets for edits and state vectors, and for awareness. */
final class Pace {
  private static final int AWARENESS_BURST_SECONDS = 5;

  private final @Nullable Bucket frames;
  private final @Nullable Bucket awareness;

  Pace(EdgeLimits limits) {
    frames =
        limits.updateFramesPerSecond() == 0
            ? null
            : bucket(limits.updateFramesPerSecond(), limits.updateFramesBurst());
    int awarenessRate = limits.awarenessFramesPerSecond();
    awareness =
        awarenessRate == 0 ? null : bucket(awarenessRate, awarenessRate * AWARENESS_BURST_SECONDS);
  }

  private static Bucket bucket(int perSecond, int burst) {
    return Bucket.builder()
        .addLimit(
            Bandwidth.builder()
                .capacity(burst)
                .refillGreedy(perSecond, Duration.ofSeconds(1))
                .build())
        .withSynchronizationStrategy(SynchronizationStrategy.NONE)
        .build();
  }

  /** Takes a frame in. */
  void frame(Delay delay) {
    if (frames != null) {
      delay.atLeast(frames.consumeIgnoringRateLimits(1), "", "update_frames_per_second");
    }
  }

  /** Whether one more awareness frame may pass; over the rate it is to be dropped. */
  boolean awareness() {
    return awareness == null || awareness.tryConsume(1);
  }
}
