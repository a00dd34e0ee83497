package dev.quire.collab.host;

import dev.quire.collab.lease.ShardEvents;
import dev.quire.collab.owner.DocumentOwner;
import dev.quire.collab.owner.Input;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shards of a lane: under which epoch each is held, and how it is let go of or lost. */
final class LaneShards {
  private static final Logger log = LoggerFactory.getLogger(LaneShards.class);

  /** {@code closed} is completed when the shard's last document is unloaded. */
  private static final class OpenShard {
    final String incarnation;
    long epoch;
    @Nullable Promise<Void> closed;

    OpenShard(long epoch, String incarnation) {
      this.epoch = epoch;
      this.incarnation = incarnation;
    }
  }

  private final LaneOwners lane;
  private final LaneAppends appends;
  private final ShardEvents events;
  private final Map<Integer, OpenShard> shards = new HashMap<>();

  LaneShards(LaneOwners lane, LaneAppends appends, ShardEvents events) {
    this.lane = lane;
    this.appends = appends;
    this.events = events;
  }

  /** Whether documents of the shard may be opened here. */
  boolean isOpen(int shard) {
    OpenShard open = shards.get(shard);
    return open != null && open.closed == null;
  }

  /** 0 where the shard is not here. */
  long epochOf(int shard) {
    OpenShard open = shards.get(shard);
    return open == null ? 0 : open.epoch;
  }

  void open(int shard, long epoch, String incarnation) {
    shards.put(shard, new OpenShard(epoch, incarnation));
  }

  void lost(int shard, long epoch) {
    OpenShard open = shards.remove(shard);
    if (open == null) {
      return;
    }
    appends.shardGone(shard);
    for (DocumentOwner owner : lane.ownersOf(shard)) {
      lane.tell(owner, new Input.Fenced(epoch));
      lane.drop(owner);
    }
    if (open.closed != null) {
      open.closed.complete();
    }
  }

  /** Ends when the shard's documents are flushed and closed. */
  Future<Void> close(int shard) {
    OpenShard open = shards.get(shard);
    if (open == null) {
      return Future.succeededFuture();
    }
    if (open.closed != null) {
      return open.closed.future();
    }
    Promise<Void> closed = Promise.promise();
    open.closed = closed;
    for (DocumentOwner owner : lane.ownersOf(shard)) {
      lane.tell(owner, new Input.Release());
    }
    appends.pump();
    endIfEmpty(shard);
    return closed.future();
  }

  /** A document of the shard has been unloaded. */
  void endIfEmpty(int shard) {
    OpenShard open = shards.get(shard);
    Promise<Void> closed = open == null ? null : open.closed;
    if (closed != null && lane.ownersOf(shard).isEmpty()) {
      shards.remove(shard);
      appends.shardGone(shard);
      closed.complete();
    }
  }

  void raised(int shard, long epoch) {
    OpenShard open = shards.get(shard);
    if (open != null) {
      log.info("shard={} settled epoch={} incarnation={}", shard, epoch, open.incarnation);
      open.epoch = epoch;
      events.raised(shard, epoch);
      lane.ownersOf(shard).forEach(owner -> lane.tell(owner, new Input.EpochRaised(epoch)));
    }
  }
}
