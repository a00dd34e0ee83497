package dev.quire.collab.host;

import dev.quire.collab.lease.LeaseWork;
import dev.quire.wire.session.SessionAddresses;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.IntFunction;

/** The lanes of this process, for the lease keeper: each call hops to the shard's lane. */
public final class Lanes implements LeaseWork.Lanes {
  private final int count;
  private final IntFunction<LaneOwners> lanes;

  /**
   * @param lanes each by its number; not asked before the keeper is started
   */
  public Lanes(int count, IntFunction<LaneOwners> lanes) {
    this.count = count;
    this.lanes = lanes;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public void open(int shard, long epoch, String incarnation) {
    LaneOwners lane = of(shard);
    lane.loop().soon(() -> lane.open(shard, epoch, incarnation));
  }

  @Override
  public void lost(int shard, long epoch) {
    LaneOwners lane = of(shard);
    lane.loop().soon(() -> lane.lost(shard, epoch));
  }

  @Override
  public Future<Void> close(int shard) {
    LaneOwners lane = of(shard);
    Promise<Void> closed = Promise.promise();
    lane.loop().soon(() -> lane.close(shard).onComplete(closed));
    return closed.future();
  }

  private LaneOwners of(int shard) {
    return lanes.apply(SessionAddresses.laneOf(shard, count));
  }
}
