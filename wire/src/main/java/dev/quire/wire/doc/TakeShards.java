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
   * @param ifEpoch raise only where the shard's epoch is this one: an owner that settles an append
   *     must not take the shard from whoever has taken it meanwhile; 0 to raise whatever it is
   * @param given its last owner has let go of it: no sign of two sides that take turns, and so it
   *     does not count as one of the changes of hands that are limited
   */
  public record Claim(int shard, long fence, long ifEpoch, boolean given) implements WireMessage {

    public Claim(int shard, long fence, long ifEpoch) {
      this(shard, fence, ifEpoch, false);
    }
  }

  /**
   * @param incarnation the log's identity, another one after a restore from backup
   * @param epochs one for each claim, in the order of the claims
   */
  public record Taken(String incarnation, List<Epoch> epochs) implements WireMessage {}

  /**
   * @param epoch the shard's epoch now
   * @param raised false where it was left alone: it was not the one that the claim asked for, or,
   *     where the claim asked for none, the shard has changed hands too often to do so again now
   */
  public record Epoch(int shard, long epoch, boolean raised) implements WireMessage {}
}
