package dev.quire.kit.redis;

import dev.quire.kit.Health;
import dev.quire.wire.WireFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to Redis, pipelined. What is sent while it is away, or while too much is
 * unanswered, fails at once and is not sent. A connection that fails or falls silent is given up;
 * the next is tried after a pause that doubles up to a bound. Belongs to the event loop that made
 * it.
 */
public final class RedisLink {
  private static final Logger log = LoggerFactory.getLogger(RedisLink.class);
  private static final int MAX_UNANSWERED = 1024;
  private static final long ANSWER_MILLIS = 2000;
  private static final long FIRST_PAUSE_MILLIS = 250;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;

  private final Vertx vertx;
  private final RedisOptions options;
  private @Nullable Redis client;
  private @Nullable RedisConnection connection;
  private int unanswered;
  private long pauseMillis = FIRST_PAUSE_MILLIS;
  private boolean closed;
  private volatile Health.Status status = Health.Status.DEGRADED;

  public RedisLink(Vertx vertx, URI url) {
    this.vertx = vertx;
    this.options =
        new RedisOptions()
            .setConnectionString(url.toString())
            .setMaxPoolSize(1)
            .setMaxWaitingHandlers(MAX_UNANSWERED * 4)
            .setNetClientOptions(new NetClientOptions().setConnectTimeout((int) ANSWER_MILLIS));
  }

  /** Tries for the first time; completes when that has ended, however it has. */
  public Future<Void> open() {
    return connect();
  }

  /** Degraded while Redis is away: whoever uses it works without. */
  public Health.Status status() {
    return status;
  }

  public boolean isUp() {
    return connection != null;
  }

  /** Sends all of it in one go. Fails with {@link WireFailure.Code#UNAVAILABLE}. */
  public Future<List<Response>> send(List<Request> requests) {
    RedisConnection open = connection;
    if (open == null || unanswered >= MAX_UNANSWERED) {
      return Future.failedFuture(unavailable());
    }
    unanswered += requests.size();
    return open.batch(requests)
        .timeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
        .onComplete(answered -> unanswered -= requests.size())
        .recover(
            fault -> {
              lost(open, fault);
              return Future.failedFuture(unavailable());
            });
  }

  public Future<Void> close() {
    closed = true;
    connection = null;
    Redis open = client;
    client = null;
    return open == null ? Future.succeededFuture() : open.close();
  }

  private Future<Void> connect() {
    Redis attempt = Redis.createClient(vertx, options);
    client = attempt;
    return attempt
        .connect()
        .timeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
        .onSuccess(this::connected)
        .onFailure(fault -> again(attempt, fault))
        .transform(tried -> Future.succeededFuture());
  }

  private void connected(RedisConnection open) {
    if (closed) {
      return;
    }
    open.exceptionHandler(fault -> lost(open, fault));
    open.endHandler(end -> lost(open, new IllegalStateException("closed by Redis")));
    connection = open;
    pauseMillis = FIRST_PAUSE_MILLIS;
    status = Health.Status.UP;
    log.info("redis status=up");
  }

  private void lost(RedisConnection which, Throwable fault) {
    Redis failed = client;
    if (connection == which && failed != null) {
      connection = null;
      again(failed, fault);
    }
  }

  private void again(Redis failed, Throwable fault) {
    failed.close().onFailure(this::onCloseFailed);
    if (closed) {
      return;
    }
    client = null;
    if (status == Health.Status.UP || pauseMillis == FIRST_PAUSE_MILLIS) {
      log.warn("redis status=away fault={}", fault.toString());
    }
    status = Health.Status.DEGRADED;
    vertx.setTimer(pauseMillis, timer -> connectAgain());
    pauseMillis = Math.min(pauseMillis * 2, LONGEST_PAUSE_MILLIS);
  }

  private void connectAgain() {
    if (!closed) {
      connect().onFailure(this::onCloseFailed);
    }
  }

  /** Nothing hangs on it: the connection is given up in any case. */
  private void onCloseFailed(Throwable fault) {
    log.debug("redis close fault={}", fault.toString());
  }

  private static WireFailure unavailable() {
    return new WireFailure(WireFailure.Code.UNAVAILABLE, "Redis is away just now.");
  }
}
