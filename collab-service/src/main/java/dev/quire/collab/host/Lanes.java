package dev.quire.collab.host;

import dev.quire.collab.lease.LeaseKeeper;
import dev.quire.wire.session.SessionAddresses;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;

/** The lanes of this process, for the lease keeper: each call hops to the shard's lane. */
public final class Lanes implements LeaseKeeper.Lanes {
  private final List<Lane> lanes;

  /**
   * @param lanes filled before the keeper is started
   */
  public Lanes(List<Lane> lanes) {
    this.lanes = lanes;
  }

  @Override
  public void open(int shard, long epoch, String incarnation) {
    Lane lane = of(shard);
    lane.laneContext().runOnContext(hop -> lane.open(shard, epoch, incarnation));
  }

  @Override
  public void lost(int shard, long epoch) {
    Lane lane = of(shard);
    lane.laneContext().runOnContext(hop -> lane.lost(shard, epoch));
  }

  @Override
  public Future<Void> close(int shard) {
    Lane lane = of(shard);
    Context caller = Vertx.currentContext();
    Promise<Void> closed = Promise.promise();
    lane.laneContext()
        .runOnContext(
            hop ->
                lane.close(shard)
                    .onComplete(done -> caller.runOnContext(back -> closed.complete())));
    return closed.future();
  }

  private Lane of(int shard) {
    return lanes.get(SessionAddresses.laneOf(shard, lanes.size()));
  }
}
