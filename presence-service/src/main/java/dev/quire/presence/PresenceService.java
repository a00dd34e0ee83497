package dev.quire.presence;

import dev.quire.kit.Health;
import dev.quire.kit.Settings;
import dev.quire.kit.rest.RestRouter;
import dev.quire.presence.host.Peers;
import dev.quire.presence.host.Rooms;
import dev.quire.presence.redis.RedisLink;
import dev.quire.presence.redis.StoredStates;
import dev.quire.presence.rest.PresenceRoutes;
import dev.quire.presence.rest.WhoIsThere;
import dev.quire.wire.Bus;
import dev.quire.wire.presence.PresenceAddresses;
import dev.quire.wire.presence.PresenceAlive;
import dev.quire.wire.rest.RestCalls;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires presence-service together; answers when it can take sessions, with Redis or without. */
public final class PresenceService extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(PresenceService.class);
  private static final long TICK_MILLIS = 1000;
  private static final long STORE_ALL_MILLIS = 10_000;

  private final PresenceSettings settings;
  private final Health health;
  private final InstantSource clock;
  private @Nullable RedisLink redis;
  private @Nullable Rooms rooms;

  public PresenceService(Settings settings, Health health) {
    this(PresenceSettings.from(settings), health, InstantSource.system());
  }

  PresenceService(PresenceSettings settings, Health health, InstantSource clock) {
    this.settings = settings;
    this.health = health;
    this.clock = clock;
  }

  @Override
  public Future<?> start() {
    RedisLink link = new RedisLink(vertx, settings.redis());
    redis = link;
    health.register("presence-redis", link::status);
    return link.open().onSuccess(tried -> serve(link));
  }

  private void serve(RedisLink link) {
    Bus bus = Bus.on(vertx);
    String process = settings.process();
    StoredStates stored = new StoredStates(link, settings.limits().stateLifeMillis());
    Peers peers = new Peers(process);
    Rooms held = new Rooms(vertx, bus, clock, settings.rooms(), settings.limits(), peers, stored);
    rooms = held;
    WhoIsThere whoIsThere = new WhoIsThere(process, bus, clock, peers, held, stored);
    RestRouter routes = new PresenceRoutes(bus, whoIsThere).router();
    bus.consume(PresenceAddresses.ALIVE, alive -> peers.heard(alive.process(), clock.millis()));
    bus.consume(PresenceAddresses.process(process), held::on);
    bus.answer(PresenceAddresses.read(process), whoIsThere::answer);
    bus.answer(RestCalls.PRESENCE, routes::handle);
    PresenceAlive alive = new PresenceAlive(process, clock.millis());
    bus.publish(PresenceAddresses.ALIVE, alive);
    vertx.setPeriodic(
        TICK_MILLIS,
        timer -> {
          bus.publish(PresenceAddresses.ALIVE, alive);
          held.tick();
        });
    vertx.setPeriodic(STORE_ALL_MILLIS, timer -> held.storeAll());
  }

  @Override
  public Future<?> stop() {
    health.unregister("presence-redis");
    RedisLink link = redis;
    if (link == null) {
      return Future.succeededFuture();
    }
    Future<Void> stored = rooms == null ? Future.succeededFuture() : rooms.storeNow();
    return stored
        .onFailure(fault -> log.warn("event=states-not-stored fault={}", fault.toString()))
        .transform(done -> link.close());
  }
}
