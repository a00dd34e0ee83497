package dev.quire.edge.socket;

import dev.quire.edge.EdgeLimits;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many sockets the process has: of all, of strangers, of each address and of each user. Safe
 * from any thread; what is asked first and entered afterwards may be over by as many as there are
 * loops.
 */
public final class Census {
  private final AtomicInteger sockets = new AtomicInteger();
  private final AtomicInteger strangers = new AtomicInteger();
  private final ConcurrentMap<String, Integer> ofAddress = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Integer> ofUser = new ConcurrentHashMap<>();

  /** How many sockets are open. */
  public int sockets() {
    return sockets.get();
  }

  /** How many of them have not authenticated yet. */
  int strangers() {
    return strangers.get();
  }

  /** The limit that one more socket from this address would go over, if any. */
  Optional<String> refusal(String address, EdgeLimits limits) {
    if (sockets.get() >= limits.sockets()) {
      return Optional.of("sockets");
    }
    if (strangers.get() >= limits.unauthenticatedSockets()) {
      return Optional.of("unauthenticated_sockets");
    }
    boolean isFull =
        limits.socketsPerAddress() > 0
            && ofAddress.getOrDefault(address, 0) >= limits.socketsPerAddress();
    return isFull ? Optional.of("sockets_per_address") : Optional.empty();
  }

  /** A socket has opened; {@link #left} is to be called once for it. */
  void entered(String address) {
    sockets.incrementAndGet();
    strangers.incrementAndGet();
    ofAddress.merge(address, 1, Integer::sum);
  }

  /** It is known whose it is; false where the user has as many as he may, and nothing is noted. */
  boolean identified(String user, EdgeLimits limits) {
    int now = ofUser.merge(user, 1, Integer::sum);
    if (limits.socketsPerUser() > 0 && now > limits.socketsPerUser()) {
      less(ofUser, user);
      return false;
    }
    strangers.decrementAndGet();
    return true;
  }

  /**
   * @param user whose it was; empty for a stranger's
   */
  void left(String address, Optional<String> user) {
    sockets.decrementAndGet();
    less(ofAddress, address);
    user.ifPresentOrElse(known -> less(ofUser, known), strangers::decrementAndGet);
  }

  private static void less(ConcurrentMap<String, Integer> counts, String key) {
    counts.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
  }
}
