package dev.quire.doc.rest;

import dev.quire.doc.database.Statements;
import dev.quire.doc.document.DocumentAccess;
import dev.quire.doc.log.PostgresOpLog;
import dev.quire.doc.state.StateReader;
import dev.quire.kit.rest.EntityTag;
import dev.quire.kit.rest.Replies;
import dev.quire.kit.rest.RestCall;
import dev.quire.kit.rest.RestRouter;
import dev.quire.wire.doc.ReadLog;
import dev.quire.wire.rest.RestReply;
import io.vertx.core.Future;

/** What a document holds: its state as one update, and the updates of its log. */
public final class StateRoutes {
  private static final int MAX_LIMIT = 1000;
  private static final int MAX_PAGE_BYTES = 4 << 20;
  private static final String OCTETS = "application/octet-stream";

  private final DocumentAccess access;
  private final StateReader states;
  private final Statements statements;

  public StateRoutes(DocumentAccess access, StateReader states, Statements statements) {
    this.access = access;
    this.states = states;
    this.statements = statements;
  }

  public void addTo(RestRouter router) {
    router
        .route("GET", "/api/v1/documents/{id}/state", this::state)
        .route("GET", "/api/v1/documents/{id}/updates", this::updates);
  }

  private Future<RestReply> state(RestCall call) {
    return access
        .require(call.caller(), call.parameter("id"), false)
        .compose(
            granted ->
                states
                    .head(granted.document())
                    .compose(
                        head -> {
                          String tag = EntityTag.of(head.incarnation(), head.lastRevision());
                          return EntityTag.isKnown(call, tag)
                              ? Future.succeededFuture(
                                  EntityTag.unchanged(tag, head.lastRevision()))
                              : states.read(granted.document()).map(StateRoutes::whole);
                        }));
  }

  private static RestReply whole(StateReader.State state) {
    return EntityTag.described(
        Replies.bytes(200, OCTETS, state.update().array()),
        EntityTag.of(state.incarnation(), state.revision()),
        state.revision());
  }

  private Future<RestReply> updates(RestCall call) {
    long from = call.query("from", 0, 0, Long.MAX_VALUE);
    int limit = (int) call.query("limit", 100, 1, MAX_LIMIT);
    return access
        .require(call.caller(), call.parameter("id"), false)
        .compose(
            granted ->
                PostgresOpLog.read(
                        statements, new ReadLog(granted.document(), from, limit, MAX_PAGE_BYTES))
                    .map(
                        page ->
                            Replies.json(
                                200, DocumentJson.updates(page, SessionsShown.to(call, granted)))));
  }
}
