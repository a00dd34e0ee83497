package dev.quire.presence.room;

import java.util.List;

/**
 * What is to be written where a successor finds it.
 *
 * @param gone clients to be taken out
 */
public record Unstored(List<Presence> changed, List<Long> gone) {
  public boolean isEmpty() {
    return changed.isEmpty() && gone.isEmpty();
  }
}
