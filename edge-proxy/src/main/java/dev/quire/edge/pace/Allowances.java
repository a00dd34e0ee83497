package dev.quire.edge.pace;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;

/**
 * The allowances of a process by user and by address, for all of its loops. Who goes and comes back
 * finds his own again: they are kept for a minute after they were last asked for. Whoever takes of
 * one asks for it each time, and does not hold it. Safe from any thread.
 */
public final class Allowances {
  private static final Duration KEPT = Duration.ofMinutes(1);

  /** Of each kind; of more, those not asked for the longest begin anew. */
  private static final int MOST = 100_000;

  private final PaceLimits limits;
  private final LoadingCache<String, Allowance> users;
  private final LoadingCache<String, Allowance> addresses;

  public Allowances(PaceLimits limits) {
    this.limits = limits;
    this.users = cache(limits.user());
    this.addresses = cache(limits.address());
  }

  private static LoadingCache<String, Allowance> cache(PaceLimits.Share share) {
    return Caffeine.newBuilder()
        .maximumSize(MOST)
        .expireAfterAccess(KEPT)
        .build(key -> new Allowance(share));
  }

  public Allowance user(String user) {
    return users.get(user);
  }

  public Allowance address(String address) {
    return addresses.get(address);
  }

  /** Of one document. */
  public Flow document() {
    return Flow.of(limits.documentFrames());
  }
}
