package dev.quire.collab.sim;

import dev.quire.collab.host.LaneOwners;
import dev.quire.collab.host.RightsGate;
import dev.quire.collab.loop.Loop;
import dev.quire.kit.revocation.Following;
import dev.quire.kit.revocation.Revocations;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.ReadRevocations;
import dev.quire.wire.session.ToOwner;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Follows the revocation stream for one lane: the real place in it, asked after by the world. */
final class SimRights implements RightsGate.Rights {
  private static final Duration PATIENCE = Duration.ofMillis(Following.LEASE_MILLIS);

  private final World world;
  private final Loop loop;
  private final LaneOwners lane;
  private final Following following = new Following();
  private final List<Promise<Void>> waiting = new ArrayList<>();

  SimRights(World world, SimProcess process, Loop loop, LaneOwners lane) {
    this.world = world;
    this.loop = loop;
    this.lane = lane;
    lane.whenRightsAreKnown(this::whenFresh);
    ask();
    world.every(Revocations.HEARTBEAT_MILLIS, process, this::ask);
  }

  private void ask() {
    long askedAt = loop.nowMillis();
    loop.request(DocCalls.READ_REVOCATIONS, new ReadRevocations(following.position()), PATIENCE)
        .onSuccess(page -> take(askedAt, page));
  }

  private void take(long askedAt, ReadRevocations.Page page) {
    following.answered(askedAt, page).forEach(lane::revoked);
    if (isCurrent()) {
      List<Promise<Void>> known = List.copyOf(waiting);
      waiting.clear();
      known.forEach(Promise::tryComplete);
    }
  }

  @Override
  public boolean isCurrent() {
    return following.isCurrent(loop.nowMillis());
  }

  @Override
  public Future<Void> whenCurrent() {
    if (isCurrent()) {
      return Future.succeededFuture();
    }
    world.count(RarePath.RIGHTS_AWAITED);
    return await();
  }

  private Future<Void> whenFresh() {
    return following.isFresh(loop.nowMillis()) ? Future.succeededFuture() : await();
  }

  private Future<Void> await() {
    Promise<Void> known = Promise.promise();
    waiting.add(known);
    return known.future();
  }

  @Override
  public boolean isOutdated(ToOwner.Open open) {
    boolean isOutdated =
        following.mayHaveChanged(
            open.asOf(), open.document(), "", open.author(), open.signIn(), open.key());
    if (isOutdated) {
      world.count(RarePath.OUTDATED_OPENING);
    }
    return isOutdated;
  }
}
