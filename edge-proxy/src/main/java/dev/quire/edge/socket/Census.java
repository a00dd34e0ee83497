package dev.quire.edge.socket;

import dev.quire.edge.pace.EdgeLimits;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many sockets the process has: of all, of strangers, of each address and of each user. A
 * socket takes its place before its upgrade, so that no number is ever over its limit, whatever
 * loops do at the same time. Safe from any thread.
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

  /** How many users have one of them at least. */
  int users() {
    return ofUser.size();
  }

  /** How many addresses they come from. */
  int addresses() {
    return ofAddress.size();
  }

  /** How many of them have not authenticated yet. */
  int strangers() {
    return strangers.get();
  }

  /**
   * Takes a place for one more socket; {@link #left} is to be called once for it.
   *
   * @return the limit that it would go over, if any: then it has no place
   */
  Optional<String> enter(String address, EdgeLimits limits) {
    if (sockets.incrementAndGet() > limits.sockets()) {
      sockets.decrementAndGet();
      return Optional.of("sockets");
    }
    if (strangers.incrementAndGet() > limits.unauthenticatedSockets()) {
      strangers.decrementAndGet();
      sockets.decrementAndGet();
      return Optional.of("unauthenticated_sockets");
    }
    int here = ofAddress.merge(address, 1, Integer::sum);
    if (limits.socketsPerAddress() > 0 && here > limits.socketsPerAddress()) {
      left(address, Optional.empty());
      return Optional.of("sockets_per_address");
    }
    return Optional.empty();
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
