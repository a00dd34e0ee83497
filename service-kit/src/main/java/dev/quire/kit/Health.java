package dev.quire.kit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Whether a process can do its work, asked by the orchestrator. A check answers at once, from what
 * is known: it does no I/O of its own. Safe from any thread.
 *
 * <p>A process is ready when every check says {@link Status#UP} or {@link Status#DEGRADED} and it
 * is not draining. It is alive while it can answer at all: a dependency that is away is no reason
 * to restart it.
 */
public final class Health {
  /** What a check says of its part. */
  public enum Status {
    UP,
    /** Works with less: ready all the same. */
    DEGRADED,
    DOWN
  }

  private final Map<String, Supplier<Status>> checks = new ConcurrentHashMap<>();
  private final AtomicBoolean draining = new AtomicBoolean();

  /** Adds a check, or puts another in its place. */
  public void register(String name, Supplier<Status> check) {
    checks.put(name, check);
  }

  public void unregister(String name) {
    checks.remove(name);
  }

  /** From now on not ready: nothing new is to be sent here. There is no way back. */
  public void drain() {
    draining.set(true);
  }

  public boolean isDraining() {
    return draining.get();
  }

  public boolean isReady() {
    return !isDraining() && checks.values().stream().allMatch(check -> check.get() != Status.DOWN);
  }

  /** Each check by its name, in the order of the names. */
  public Map<String, Status> report() {
    Map<String, Status> report = new LinkedHashMap<>();
    checks.keySet().stream()
        .sorted()
        .forEach(
            name -> {
              Supplier<Status> check = checks.get(name);
              report.put(name, check == null ? Status.DOWN : check.get());
            });
    return report;
  }
}
