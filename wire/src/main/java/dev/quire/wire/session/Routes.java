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
 * @param load what its documents keep it busy with, smoothed, in points a second and above 0; 0
 *     from a process that does not say it
 * @param heirs shards that are to be somebody's by the word of their owner
 */
public record Routes(
    String process,
    int lanes,
    List<Owned> owned,
    boolean leaving,
    List<Owned> given,
    long load,
    List<Heir> heirs)
    implements WireMessage {

  public Routes(String process, int lanes, List<Owned> owned, boolean leaving) {
    this(process, lanes, owned, leaving, List.of());
  }

  public Routes(String process, int lanes, List<Owned> owned, boolean leaving, List<Owned> given) {
    this(process, lanes, owned, leaving, given, 0, List.of());
  }

  public record Owned(int shard, long epoch) implements WireMessage {}

  /**
   * Who is to have a shard in place of the first by rendezvous, because of the load: another
   * process, or the owner itself that it came to. Of several the word under the highest epoch
   * counts, and none against a higher one.
   *
   * @param epoch under which the process that says so has, or had, the shard
   * @param load the shard's part of its owner's, in points a second
   * @param moves how often in a row the shard has moved because of load
   */
  public record Heir(int shard, long epoch, String process, long load, int moves)
      implements WireMessage {}
}
