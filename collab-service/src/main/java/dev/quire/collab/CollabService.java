package dev.quire.collab;

import dev.quire.collab.host.CollabSettings;
import dev.quire.collab.host.Lane;
import dev.quire.collab.host.Lanes;
import dev.quire.collab.host.OwnershipView;
import dev.quire.collab.host.Rehearsal;
import dev.quire.collab.lease.KnownOwners;
import dev.quire.collab.lease.LeaseKeeper;
import dev.quire.kit.Health;
import dev.quire.kit.Settings;
import dev.quire.wire.Bus;
import dev.quire.wire.Shards;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service's entry: wires the lease keeper and the lanes, and does nothing else. */
public final class CollabService extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(CollabService.class);

  private final Settings settings;
  private final CollabSettings collab;
  private final Health health;
  private @Nullable LeaseKeeper keeper;
  private @Nullable OwnershipView ownership;
  private @Nullable Future<Void> given;

  public CollabService(Settings settings, Health health) {
    this.settings = settings;
    this.collab = CollabSettings.from(settings);
    this.health = health;
  }

  /** Serves once doc-service has been reached and the shards are this process's to take. */
  @Override
  public Future<?> start() {
    Bus bus = Bus.on(vertx);
    OwnershipView view = new OwnershipView(bus);
    ownership = view;
    List<Lane> lanes = new ArrayList<>();
    List<Future<?>> deployed = new ArrayList<>();
    Lanes group = new Lanes(collab.lanes(), number -> lanes.get(number).owners());
    Duration timeout = Duration.ofMillis(collab.logTimeoutMillis());
    KnownOwners owners = new KnownOwners(Shards.COUNT);
    LeaseKeeper leases =
        new LeaseKeeper(vertx, bus, settings, collab.process(), timeout, group, owners);
    for (int number = 0; number < collab.lanes(); number++) {
      Lane lane = new Lane(collab, number, leases.events(), owners, this::giveAllAway);
      lanes.add(lane);
      deployed.add(vertx.deployVerticle(lane, new DeploymentOptions()));
    }
    keeper = leases;
    health.register("shards", leases::status);
    health.register("locks", leases::locksStatus);
    return Future.all(deployed)
        .compose(done -> rehearse())
        .compose(done -> leases.start())
        .compose(done -> leases.settled());
  }

  /**
   * Before the others hear of this process: they give it shards as soon as they do. Its failure
   * would be a fault of the program, and no reason not to start.
   */
  private Future<?> rehearse() {
    long began = System.nanoTime();
    return vertx
        .executeBlocking(() -> Rehearsal.run(collab))
        .onSuccess(edits -> log.info("rehearsed ms={}", (System.nanoTime() - began) / 1_000_000))
        .onFailure(fault -> log.error("not rehearsed", fault))
        .otherwise(0);
  }

  @Override
  public Future<?> stop() {
    return giveAllAway();
  }

  /**
   * Flushes and gives every shard away, once. The lanes ask first: they are undeployed before this
   * verticle, and must still hear what becomes of their appends.
   */
  private Future<Void> giveAllAway() {
    Promise<Void> done = Promise.promise();
    context.runOnContext(
        hop -> {
          if (given == null) {
            given = keeper == null ? Future.succeededFuture() : keeper.stop();
          }
          given.onComplete(done);
        });
    return done.future();
  }

  /** {@code GET /ownership/{documentId}} for the management port. */
  public void addRoutes(Router router) {
    Objects.requireNonNull(ownership, "not started").addTo(router);
  }
}
