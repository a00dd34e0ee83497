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
 * @param given shards that it has let go of a moment ago, flushed, with the epochs that it had them
 *     under: where nobody has a higher one, they are there to be taken
 */
public record Routes(
    String process, int lanes, List<Owned> owned, boolean leaving, List<Owned> given)
    implements WireMessage {

  public Routes(String process, int lanes, List<Owned> owned, boolean leaving) {
    this(process, lanes, owned, leaving, List.of());
  }

  public record Owned(int shard, long epoch) implements WireMessage {}
}
