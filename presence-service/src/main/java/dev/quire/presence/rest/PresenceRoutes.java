package dev.quire.presence.rest;

import dev.quire.kit.rest.Replies;
import dev.quire.kit.rest.RestCall;
import dev.quire.kit.rest.RestRouter;
import dev.quire.wire.Bus;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.OpenDocument;
import dev.quire.wire.presence.ReadPresence;
import dev.quire.wire.rest.RestReply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;

/** {@code GET /api/v1/documents/{id}/presence}. */
public final class PresenceRoutes {
  private static final Duration RIGHTS = Duration.ofSeconds(5);

  private final Bus bus;
  private final WhoIsThere whoIsThere;

  public PresenceRoutes(Bus bus, WhoIsThere whoIsThere) {
    this.bus = bus;
    this.whoIsThere = whoIsThere;
  }

  public RestRouter router() {
    return new RestRouter().route("GET", "/api/v1/documents/{id}/presence", this::list);
  }

  /** Whoever may open the document may see who is in it. */
  private Future<RestReply> list(RestCall call) {
    return bus.request(
            DocCalls.OPEN_DOCUMENT, new OpenDocument(call.caller(), call.parameter("id")), RIGHTS)
        .compose(access -> whoIsThere.ask(access.document()))
        .map(PresenceRoutes::reply);
  }

  private static RestReply reply(ReadPresence.States states) {
    JsonArray list = new JsonArray();
    for (ReadPresence.State state : states.states()) {
      list.add(
          new JsonObject()
              .put("clientId", state.clientId())
              .put("userId", state.userId())
              .put("displayName", state.displayName())
              .put("state", new JsonObject(state.json()))
              .put("lastSeenAt", Instant.ofEpochMilli(state.lastSeenMillis()).toString()));
    }
    return Replies.bytes(200, "application/json", list.toBuffer().getBytes());
  }
}
