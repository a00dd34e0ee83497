package dev.quire.presence;

import dev.quire.kit.Health;
import dev.quire.kit.Settings;
import dev.quire.kit.redis.RedisLink;
import dev.quire.kit.rest.RestRouter;
import dev.quire.presence.host.Peers;
import dev.quire.presence.host.Rooms;
import dev.quire.presence.redis.StoredStates;
import dev.quire.presence.rest.PresenceRoutes;
import dev.quire.presence.rest.WhoIsThere;
import dev.quire.wire.Answers;
import dev.quire.wire.Bus;
import dev.quire.wire.presence.PresenceAddresses;
import dev.quire.wire.presence.PresenceAlive;
import dev.quire.wire.rest.RestCalls;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires presence-service together; answers when it can take sessions, with Redis or without. */
public final class PresenceService extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(PresenceService.class);
  private static final long TICK_MILLIS = 1000;
  private static final long STORE_ALL_MILLIS = 10_000;

  /** The longest that a stop waits for what is being answered. */
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final PresenceSettings settings;
  private final Health health;
  private final InstantSource clock;
  private @Nullable RedisLink redis;
  private @Nullable Rooms rooms;
  private @Nullable Answers answers;
  private long start;
  private boolean leaving;

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
    return link.open().compose(tried -> serve(link));
  }

  private Future<Void> serve(RedisLink link) {
    Bus bus = Bus.on(vertx);
    String process = settings.process();
    StoredStates stored = new StoredStates(link, settings.limits().stateLifeMillis());
    Peers peers = new Peers(process);
    Rooms held = new Rooms(vertx, bus, clock, settings.rooms(), settings.limits(), peers, stored);
    rooms = held;
    WhoIsThere whoIsThere = new WhoIsThere(process, bus, clock, peers, held, stored);
    RestRouter routes = new PresenceRoutes(bus, whoIsThere).router();
    bus.consume(PresenceAddresses.ALIVE, alive -> peers.heard(alive, clock.millis()));
    bus.consume(PresenceAddresses.process(process), held::on);
    bus.answer(PresenceAddresses.read(process), whoIsThere::answer);
    Answers given = bus.answers().to(RestCalls.PRESENCE, routes::handle);
    answers = given;
    start = clock.millis();
    announce();
    vertx.setPeriodic(
        TICK_MILLIS,
        timer -> {
          announce();
          held.tick();
        });
    vertx.setPeriodic(STORE_ALL_MILLIS, timer -> held.storeAll());
    return given.ready();
  }

  private void announce() {
    Bus.on(vertx)
        .publish(PresenceAddresses.ALIVE, new PresenceAlive(settings.process(), start, leaving));
  }

  /**
   * Stores what is there for whoever comes next, sends the edges to the others, finishes what is
   * being answered, and closes the connections.
   */
  @Override
  public Future<?> stop() {
    health.unregister("presence-redis");
    RedisLink link = redis;
    Answers given = answers;
    if (link == null) {
      return Future.succeededFuture();
    }
    Future<Void> stored = rooms == null ? Future.succeededFuture() : rooms.storeNow();
    return stored
        .onFailure(fault -> log.warn("event=states-not-stored fault={}", fault.toString()))
        .transform(
            done -> {
              leaving = true;
              announce();
              return given == null ? Future.<Void>succeededFuture() : given.drain(DRAIN);
            })
        .onFailure(
            late -> log.warn("event=stopping-with-calls-unanswered fault={}", late.toString()))
        .transform(ended -> link.close());
  }
}
