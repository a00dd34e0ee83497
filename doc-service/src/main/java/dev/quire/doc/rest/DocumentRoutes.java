package dev.quire.doc.rest;

import dev.quire.doc.document.DocumentAccess;
import dev.quire.doc.document.DocumentList;
import dev.quire.doc.document.DocumentStore;
import dev.quire.doc.document.DocumentView;
import dev.quire.doc.replica.Sources;
import dev.quire.doc.search.DocumentSearch;
import dev.quire.doc.search.PresentRights;
import dev.quire.kit.rest.EntityTag;
import dev.quire.kit.rest.Problem;
import dev.quire.kit.rest.Replies;
import dev.quire.kit.rest.RestCall;
import dev.quire.kit.rest.RestRouter;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Principal;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireFailure.Code;
import dev.quire.wire.doc.AccessChanged;
import dev.quire.wire.doc.OpenDocument.Access;
import dev.quire.wire.rest.RestReply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Documents themselves: create, list, show, rename, delete, bring back. */
public final class DocumentRoutes {
  private static final int MAX_LIMIT = 200;
  private static final int MAX_QUERY = 200;

  /** Results on a page: each has its document's text read for the snippet. */
  private static final int MOST_FOUND = 50;

  private final DocumentAccess access;
  private final DocumentStore documents;
  private final DocumentList list;
  private final Sources sources;
  private final PresentRights rights;
  private final NewIds ids;
  private final Consumer<UUID> renamed;
  private final Consumer<AccessChanged> accessChanged;

  /**
   * @param rights confirms what a replica found
   * @param renamed hears of documents that are new, have another title, or are back
   * @param accessChanged hears of documents deleted and brought back
   */
  public DocumentRoutes(
      DocumentAccess access,
      DocumentStore documents,
      DocumentList list,
      Sources sources,
      PresentRights rights,
      NewIds ids,
      Consumer<UUID> renamed,
      Consumer<AccessChanged> accessChanged) {
    this.access = access;
    this.documents = documents;
    this.list = list;
    this.sources = sources;
    this.rights = rights;
    this.ids = ids;
    this.renamed = renamed;
    this.accessChanged = accessChanged;
  }

  public void addTo(RestRouter router) {
    router
        .route("POST", "/api/v1/documents", this::create)
        .route("GET", "/api/v1/documents", this::list)
        .route("GET", "/api/v1/documents/{id}", this::get)
        .route("PATCH", "/api/v1/documents/{id}", this::rename)
        .route("DELETE", "/api/v1/documents/{id}", this::delete)
        .route("POST", "/api/v1/documents/{id}/undelete", this::undelete);
  }

  private Future<RestReply> create(RestCall call) {
    Principal caller = call.caller();
    JsonObject body = call.json();
    String title = Inputs.title(body);
    Optional<String> name = Inputs.name(body);
    return documents
        .create(
            ids.of(call),
            caller,
            title,
            name.orElse(null),
            Inputs.id(body, "organisation").orElse(null))
        .onSuccess(view -> renamed.accept(view.id()))
        .map(view -> Replies.json(201, DocumentJson.document(view)));
  }

  private Future<RestReply> list(RestCall call) {
    Principal caller = call.caller();
    String text = call.query("q").orElse("").strip();
    if (text.length() > MAX_QUERY || text.indexOf('\0') >= 0) {
      throw Problem.invalid("'q' has at most " + MAX_QUERY + " characters.");
    }
    int limit = (int) call.query("limit", 50, 1, MAX_LIMIT);
    boolean deleted = isDeletedAsked(call);
    @Nullable UUID organisation = call.query("organisation").map(DocumentRoutes::id).orElse(null);
    if (!text.isEmpty()) {
      int offset = (int) call.query("cursor", 0, 0, DocumentSearch.MOST_RESULTS - 1);
      return sources.search(
          reader ->
              reader
                  .search()
                  .find(caller, deleted, organisation, text, offset, Math.min(limit, MOST_FOUND))
                  .compose(
                      page ->
                          reader.isCopy()
                              ? rights.confirm(page, caller, deleted)
                              : Future.succeededFuture(page))
                  .map(page -> Replies.json(200, DocumentJson.found(page))));
    }
    Optional<UUID> before = call.query("cursor").map(DocumentRoutes::cursor);
    return list.list(caller, deleted, organisation, before.orElse(null), limit)
        .map(page -> Replies.json(200, DocumentJson.page(page)));
  }

  private static boolean isDeletedAsked(RestCall call) {
    return switch (call.query("deleted").orElse("false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw Problem.invalid("'deleted' must be true or false.");
    };
  }

  private static UUID id(String organisation) {
    return DocumentId.parse(organisation)
        .map(DocumentId::toUuid)
        .orElseThrow(() -> Problem.invalid("'organisation' must be the id of one."));
  }

  private static UUID cursor(String cursor) {
    return DocumentId.parse(cursor)
        .map(DocumentId::toUuid)
        .orElseThrow(() -> Problem.invalid("'cursor' must be the 'nextCursor' of a page."));
  }

  private Future<RestReply> get(RestCall call) {
    return access
        .require(call.caller(), call.parameter("id"), false)
        .compose(this::view)
        .map(view -> EntityTag.ofBody(call, Replies.json(200, DocumentJson.document(view))));
  }

  private Future<DocumentView> view(Access granted) {
    return documents.get(granted.document().toUuid(), granted.role());
  }

  private Future<RestReply> rename(RestCall call) {
    Principal caller = call.caller();
    return access
        .require(caller, call.parameter("id"), false)
        .compose(
            granted -> {
              if (!granted.role().mayEdit()) {
                throw Problem.forbidden("Only editors and owners rename a document.");
              }
              return documents
                  .rename(granted.document().toUuid(), Inputs.title(call.json()))
                  .onSuccess(done -> renamed.accept(granted.document().toUuid()))
                  .compose(renamed -> view(granted));
            })
        .map(view -> Replies.json(200, DocumentJson.document(view)));
  }

  private Future<RestReply> delete(RestCall call) {
    return access
        .require(call.caller(), call.parameter("id"), false)
        .compose(
            granted -> {
              if (!granted.role().mayManage()) {
                throw Problem.forbidden("Only owners delete a document.");
              }
              return documents
                  .delete(granted.document().toUuid())
                  .onSuccess(deleted -> announce(granted.document()));
            })
        .map(deleted -> Replies.noContent());
  }

  /** To all but its owners a deleted document is one that does not exist. */
  private Future<RestReply> undelete(RestCall call) {
    Principal caller = call.caller();
    String reference = call.parameter("id");
    return access
        .require(caller, reference, true)
        .compose(
            granted -> {
              if (!granted.role().mayManage()) {
                throw Problem.notFound("There is no such document, or you have no access to it.");
              }
              return documents
                  .undelete(granted.document().toUuid())
                  .onSuccess(
                      back -> {
                        renamed.accept(granted.document().toUuid());
                        announce(granted.document());
                      })
                  .map(granted);
            })
        .recover(
            fault -> isNotFound(fault) ? ofOwner(caller, reference) : Future.failedFuture(fault))
        .compose(this::view)
        .map(view -> Replies.json(200, DocumentJson.document(view)));
  }

  private static boolean isNotFound(Throwable fault) {
    return fault instanceof WireFailure failure && failure.code() == Code.NOT_FOUND;
  }

  /** Bringing back what is not deleted changes nothing, however often it is asked. */
  private Future<Access> ofOwner(Principal caller, String reference) {
    return access
        .require(caller, reference, false)
        .map(
            granted -> {
              if (!granted.role().mayManage()) {
                throw Problem.forbidden("Only owners bring a document back.");
              }
              return granted;
            });
  }

  private void announce(DocumentId document) {
    accessChanged.accept(new AccessChanged(document, ""));
  }
}
