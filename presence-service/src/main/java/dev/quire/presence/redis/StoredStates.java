package dev.quire.presence.redis;

import dev.quire.kit.redis.RedisLink;
import dev.quire.presence.awareness.Identity;
import dev.quire.presence.room.Presence;
import dev.quire.presence.room.Unstored;
import dev.quire.wire.DocumentId;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The states of a document: a hash at {@code quire:presence:{id}} from client id to a JSON object.
 * The hash lives for 30 s from its last writing; the age of each entry stands in it.
 */
public final class StoredStates {
  private static final Logger log = LoggerFactory.getLogger(StoredStates.class);

  private final RedisLink redis;
  private final long lifeMillis;

  /**
   * @param lifeMillis how long what is written stays without being written again
   */
  public StoredStates(RedisLink redis, long lifeMillis) {
    this.redis = redis;
    this.lifeMillis = lifeMillis;
  }

  /** Writes what has changed, in one go. */
  public Future<Void> write(DocumentId document, Unstored unstored) {
    String key = key(document);
    List<Request> requests = new ArrayList<>();
    if (!unstored.changed().isEmpty()) {
      Request set = Request.cmd(Command.HSET).arg(key);
      for (Presence client : unstored.changed()) {
        set.arg(client.clientId()).arg(encode(client));
      }
      requests.add(set);
      requests.add(Request.cmd(Command.PEXPIRE).arg(key).arg(lifeMillis));
    }
    if (!unstored.gone().isEmpty()) {
      Request delete = Request.cmd(Command.HDEL).arg(key);
      unstored.gone().forEach(delete::arg);
      requests.add(delete);
    }
    return redis.send(requests).mapEmpty();
  }

  /** What is there and not too old; what is too old is taken out. */
  public Future<List<Presence>> read(DocumentId document, long now) {
    return redis
        .send(List.of(Request.cmd(Command.HGETALL).arg(key(document))))
        .map(
            answers -> {
              List<Presence> fresh = new ArrayList<>();
              List<Long> stale = new ArrayList<>();
              Response entries = answers.get(0);
              for (String field : entries.getKeys()) {
                decode(field, String.valueOf(entries.get(field)))
                    .ifPresent(
                        client -> {
                          if (now - client.lastSeenMillis() < lifeMillis) {
                            fresh.add(client);
                          } else {
                            stale.add(client.clientId());
                          }
                        });
              }
              if (!stale.isEmpty()) {
                write(document, new Unstored(List.of(), stale))
                    .onFailure(fault -> onNotTidied(document, fault));
              }
              return List.copyOf(fresh);
            });
  }

  /** The next reader takes them out. */
  private static void onNotTidied(DocumentId document, Throwable fault) {
    log.debug("document={} stale states stay fault={}", document, fault.toString());
  }

  private static String key(DocumentId document) {
    return "quire:presence:{" + document + "}";
  }

  private static String encode(Presence client) {
    return new JsonObject()
        .put("clock", client.clock())
        .put("userId", client.identity().userId())
        .put("name", client.identity().displayName())
        .put("seen", client.lastSeenMillis())
        .put("state", client.json())
        .encode();
  }

  /** Empty where another version wrote something that this one can't read. */
  private static Optional<Presence> decode(String clientId, String value) {
    try {
      JsonObject json = new JsonObject(value);
      return Optional.of(
          new Presence(
              Long.parseLong(clientId),
              json.getLong("clock"),
              new Identity(json.getString("userId"), json.getString("name")),
              null,
              json.getString("state"),
              json.getLong("seen")));
    } catch (DecodeException
        | ClassCastException
        | NumberFormatException
        | NullPointerException e) {
      log.debug("client={} is stored in a form not known here", clientId, e);
      return Optional.empty();
    }
  }
}
