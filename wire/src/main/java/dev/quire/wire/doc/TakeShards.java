package dev.quire.wire.doc;

import dev.quire.wire.WireMessage;
import java.util.List;

/**
 * Raises the epochs of shards, waiting for appends in flight: once it is answered, no append under
 * an older epoch is in the log that was not there before, and none can come.
 *
 * @param process the new owner's name
 * @param shards from 0 to 1023, none twice
 */
public record TakeShards(String process, List<Claim> shards) implements WireMessage {

  /**
   * @param fence the lock service's fence that the claim rests on, 0 where there is none; kept for
   *     people, decides nothing
   */
  public record Claim(int shard, long fence) implements WireMessage {}

  /**
   * @param incarnation the log's identity, another one after a restore from backup
   */
  public record Taken(String incarnation, List<Epoch> epochs) implements WireMessage {}

  public record Epoch(int shard, long epoch) implements WireMessage {}
}
