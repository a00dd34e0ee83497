package dev.quire.collab.host;

import dev.quire.collab.lease.KnownOwners;
import dev.quire.collab.lease.ShardEvents;
import dev.quire.collab.loop.VertxLoop;
import dev.quire.kit.revocation.Revocations;
import dev.quire.wire.Bus;
import dev.quire.wire.auth.AuthCalls;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.session.SessionAddresses;
import dev.quire.wire.session.ToOwner;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The verticle of one event loop's share of the documents: wires {@link LaneOwners} to the bus. */
public final class Lane extends VerticleBase {
  private static final long TICK_MILLIS = 1000;

  private final CollabSettings settings;
  private final int number;
  private final ShardEvents shardEvents;
  private final KnownOwners knownOwners;
  private final Supplier<Future<Void>> lastWork;
  private @Nullable LaneOwners owners;

  /**
   * @param lastWork what has to end before this lane may: while its context is open, answers still
   *     reach it
   */
  public Lane(
      CollabSettings settings,
      int number,
      ShardEvents shardEvents,
      KnownOwners knownOwners,
      Supplier<Future<Void>> lastWork) {
    this.lastWork = lastWork;
    this.settings = settings;
    this.number = number;
    this.shardEvents = shardEvents;
    this.knownOwners = knownOwners;
  }

  @Override
  public Future<?> start() {
    Bus bus = Bus.on(vertx);
    String process = settings.process();
    LaneOwners hosted =
        new LaneOwners(
            settings,
            number,
            new VertxLoop(vertx, context, bus),
            shardEvents,
            knownOwners,
            OwnerWatch.LOGGING);
    owners = hosted;
    Revocations revocations = new Revocations(vertx, bus, Lane::millis, hosted::revoked);
    hosted.whenRightsAreKnown(revocations::whenFresh);
    RightsGate gate = new RightsGate(rights(revocations), hosted, settings.limits().maxHeldBytes());
    revocations.start();
    bus.consume(DocCalls.ACCESS_CHANGED, change -> revocations.ask());
    bus.consume(AuthCalls.SESSIONS_ENDED, ended -> revocations.ask());
    bus.consume(SessionAddresses.owner(process, number), gate::on);
    bus.answer(
        SessionAddresses.state(process, number), read -> Future.succeededFuture(hosted.read(read)));
    vertx.setPeriodic(TICK_MILLIS, timer -> hosted.tick());
    Gauge.builder("quire.documents.loaded", hosted, LaneOwners::loaded)
        .tag("lane", Integer.toString(number))
        .register(Metrics.globalRegistry);
    return Future.succeededFuture();
  }

  private static RightsGate.Rights rights(Revocations revocations) {
    return new RightsGate.Rights() {
      @Override
      public boolean isCurrent() {
        return revocations.isCurrent();
      }

      @Override
      public Future<Void> whenCurrent() {
        return revocations.whenCurrent();
      }

      @Override
      public boolean isOutdated(ToOwner.Open open) {
        String userId = open.signIn().isEmpty() ? "" : open.author();
        return revocations.mayHaveChanged(
            open.asOf(), open.document(), open.organisation(), userId, open.signIn(), open.key());
      }
    };
  }

  /** Monotonic: a process that was stopped for long finds its lease over. */
  private static long millis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  @Override
  public Future<?> stop() {
    return lastWork.get();
  }

  /** Once it is deployed. */
  public LaneOwners owners() {
    return Objects.requireNonNull(owners, "not started");
  }
}
