package dev.quire.crdt.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which clients' states came, changed or went.
 *
 * @param added who had no state before
 * @param updated who has another state now, or has repeated theirs
 * @param removed who has none any more
 * @param origin what the caller wants to recognise the change by
 */
public record AwarenessChange(
    List<Long> added, List<Long> updated, List<Long> removed, @Nullable Object origin) {
  /** The origin of what was done here. */
  public static final String LOCAL = "local";

  /** The origin of removals because nothing was heard. */
  public static final String TIMEOUT = "timeout";

  boolean isEmpty() {
    return added.isEmpty() && updated.isEmpty() && removed.isEmpty();
  }
}
