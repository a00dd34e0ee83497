package dev.quire.doc.rest;

import dev.quire.doc.document.DocumentAccess;
import dev.quire.doc.history.Versions;
import dev.quire.doc.history.Versions.Version;
import dev.quire.doc.replica.Sources;
import dev.quire.doc.state.StateReader;
import dev.quire.kit.rest.Problem;
import dev.quire.kit.rest.Replies;
import dev.quire.kit.rest.RestCall;
import dev.quire.kit.rest.RestRouter;
import dev.quire.wire.DocumentId;
import dev.quire.wire.doc.OpenDocument.Access;
import dev.quire.wire.rest.RestReply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;

/** What a document was: sessions of work, and named versions. Restoring goes through the edge. */
public final class HistoryRoutes {
  private static final int MAX_LIMIT = 200;
  private static final String VERSIONS = "/api/v1/documents/{id}/versions";

  /** Above every UUID of version 7. */
  private static final UUID LAST = new UUID(-1, -1);

  private final DocumentAccess access;
  private final StateReader states;
  private final Sources sources;
  private final Versions versions;
  private final NewIds ids;

  public HistoryRoutes(
      DocumentAccess access, StateReader states, Sources sources, Versions versions, NewIds ids) {
    this.access = access;
    this.states = states;
    this.sources = sources;
    this.versions = versions;
    this.ids = ids;
  }

  public void addTo(RestRouter router) {
    router
        .route("GET", "/api/v1/documents/{id}/history", this::history)
        .route("GET", VERSIONS, this::list)
        .route("POST", VERSIONS, this::create)
        .route("GET", VERSIONS + "/{version}", this::get);
  }

  private Future<Access> granted(RestCall call) {
    return access.require(call.caller(), call.parameter("id"), false);
  }

  private Future<RestReply> history(RestCall call) {
    long before = call.query("cursor", Long.MAX_VALUE, 1, Long.MAX_VALUE);
    int limit = (int) call.query("limit", 50, 1, MAX_LIMIT);
    return granted(call)
        .compose(
            granted ->
                history(
                    granted.document(),
                    before,
                    limit,
                    SessionsShown.to(call, granted).asked(call)));
  }

  private Future<RestReply> history(
      DocumentId document, long before, int limit, SessionsShown shown) {
    return states
        .head(document)
        .compose(
            head ->
                sources
                    .read(
                        document,
                        head,
                        Math.min(before, head.lastRevision()),
                        reader ->
                            reader
                                .history()
                                .page(document, before, limit)
                                .map(page -> Replies.json(200, DocumentJson.history(page, shown))))
                    .map(
                        reply ->
                            Replies.with(
                                reply, "quire-revision", Long.toString(head.lastRevision()))));
  }

  private Future<RestReply> list(RestCall call) {
    UUID before =
        call.query("cursor")
            .map(
                cursor ->
                    DocumentId.parse(cursor)
                        .map(DocumentId::toUuid)
                        .orElseThrow(
                            () -> Problem.invalid("'cursor' must be the 'nextCursor' of a page.")))
            .orElse(LAST);
    int limit = (int) call.query("limit", 50, 1, MAX_LIMIT);
    return granted(call)
        .compose(granted -> versions.list(granted.document(), before, limit))
        .map(page -> Replies.json(200, page(page, limit)));
  }

  private static JsonObject page(List<Version> versions, int limit) {
    JsonArray items = new JsonArray();
    versions.forEach(version -> items.add(DocumentJson.version(version)));
    boolean more = versions.size() == limit;
    return DocumentJson.list(items, more ? versions.get(limit - 1).id().toString() : null);
  }

  /** Names the present revision, or another one that is asked for. */
  private Future<RestReply> create(RestCall call) {
    JsonObject body = call.json();
    String name = Inputs.versionName(body);
    return granted(call)
        .compose(
            granted -> {
              if (!granted.role().mayEdit()) {
                throw Problem.forbidden("Only editors and owners name versions.");
              }
              return states
                  .head(granted.document())
                  .map(head -> Inputs.revision(body, head.lastRevision()))
                  .compose(
                      revision ->
                          versions.create(
                              ids.of(call),
                              granted.document(),
                              name,
                              revision,
                              call.caller().userId()));
            })
        .map(version -> Replies.json(201, DocumentJson.version(version)));
  }

  private Future<RestReply> get(RestCall call) {
    UUID version =
        DocumentId.parse(call.parameter("version"))
            .map(DocumentId::toUuid)
            .orElseThrow(() -> Problem.notFound("There is no such version."));
    return granted(call)
        .compose(granted -> versions.get(granted.document(), version))
        .map(found -> Replies.json(200, DocumentJson.version(found)));
  }
}
