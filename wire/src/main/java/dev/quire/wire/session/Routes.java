package dev.quire.wire.session;

import dev.quire.wire.WireMessage;
import java.util.List;

/**
 * Which shards a collab process owns. For each shard the highest epoch that an edge has heard of
 * counts, whoever says it; a process that has not been heard for 3 s owns nothing.
 *
 * @param lanes how many lanes the process has; a shard's is {@link SessionAddresses#laneOf}
 * @param owned every shard it owns, with the epoch it owns it under
 * @param leaving it is going away: its shards are the others' to take as it lets go of them
 */
public record Routes(String process, int lanes, List<Owned> owned, boolean leaving)
    implements WireMessage {

  public record Owned(int shard, long epoch) implements WireMessage {}
}
