package dev.quire.wire.doc;

import dev.quire.wire.WireMessage;
import java.util.List;

/**
 * Asks which of these shards another process has taken. An owner asks once a second: one that has
 * nothing to append would otherwise not notice, and its readers would be left behind.
 *
 * @param process who asks: a shard whose epoch it raised last itself is its own
 * @param held the shards with the epochs it believes it holds, none twice
 */
public record ReadEpochs(String process, List<Held> held) implements WireMessage {

  /** A shard, from 0 to 1023, and an epoch of it. */
  public record Held(int shard, long epoch) implements WireMessage {}

  /**
   * @param taken those that have a higher epoch, raised by another, with that epoch
   */
  public record Taken(List<Held> taken) implements WireMessage {}
}
