package dev.quire.doc.rest;

import dev.quire.doc.document.DocumentAccess;
import dev.quire.doc.link.LinkToken;
import dev.quire.doc.link.ShareLinks;
import dev.quire.kit.rest.Problem;
import dev.quire.kit.rest.Replies;
import dev.quire.kit.rest.RestCall;
import dev.quire.kit.rest.RestRouter;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Principal.Realm;
import dev.quire.wire.Role;
import dev.quire.wire.doc.AccessChanged;
import dev.quire.wire.rest.RestReply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Share links: owners make, list and end them; whoever is signed in opens them. */
public final class LinkRoutes {
  private final DocumentAccess access;
  private final Managing managing;
  private final ShareLinks links;
  private final Clock clock;
  private final Consumer<AccessChanged> accessChanged;

  /**
   * @param accessChanged hears of every link ended or opened
   */
  public LinkRoutes(
      DocumentAccess access, ShareLinks links, Clock clock, Consumer<AccessChanged> accessChanged) {
    this.access = access;
    this.managing = new Managing(access);
    this.links = links;
    this.clock = clock;
    this.accessChanged = accessChanged;
  }

  public void addTo(RestRouter router) {
    String path = "/api/v1/documents/{id}/links";
    router
        .route("GET", path, this::list)
        .route("POST", path, this::create)
        .route("DELETE", path + "/{link}", this::end)
        .route("POST", "/api/v1/links/redeem", this::redeem);
  }

  private Future<RestReply> list(RestCall call) {
    return managing
        .managed(call)
        .compose(granted -> links.list(granted.document()))
        .map(
            all -> {
              JsonArray items = new JsonArray();
              all.forEach(link -> items.add(json(link)));
              return Replies.json(200, DocumentJson.list(items, null));
            });
  }

  private Future<RestReply> create(RestCall call) {
    return managing
        .managed(call)
        .compose(
            granted -> {
              JsonObject body = call.json();
              Role role = Inputs.role(body);
              if (role.mayManage()) {
                throw Problem.invalid("A link's 'role' is viewer, commenter or editor.");
              }
              return links.create(
                  granted.document(),
                  role,
                  expiresAt(body),
                  Inputs.flag(body, "withoutAccount"),
                  call.caller().userId());
            })
        .map(made -> Replies.json(201, json(made.link()).put("token", made.token().value())));
  }

  private @Nullable Instant expiresAt(JsonObject body) {
    Instant given = Inputs.time(body, "expiresAt").orElse(null);
    if (given != null && !given.isAfter(clock.instant())) {
      throw Problem.invalid("'expiresAt' must be in the future.");
    }
    return given;
  }

  private Future<RestReply> end(RestCall call) {
    return managing
        .managed(call)
        .compose(
            granted ->
                links
                    .end(granted.document(), linkId(call))
                    .onSuccess(
                        ended -> accessChanged.accept(new AccessChanged(granted.document(), ""))))
        .map(ended -> Replies.noContent());
  }

  private static UUID linkId(RestCall call) {
    return DocumentId.parse(call.parameter("link"))
        .map(DocumentId::toUuid)
        .orElseThrow(() -> Problem.notFound("There is no such link."));
  }

  private Future<RestReply> redeem(RestCall call) {
    if (call.caller().realm() == Realm.EXTERNAL) {
      throw Problem.forbidden("Links are for accounts of Quire's own; this token is not one's.");
    }
    String userId = call.caller().userId();
    LinkToken token =
        LinkToken.parse(Inputs.required(call.json(), "token")).orElseThrow(ShareLinks::over);
    return links
        .redeem(token, userId)
        .onSuccess(document -> accessChanged.accept(new AccessChanged(document, userId)))
        .compose(document -> access.require(call.caller(), document.toString(), false))
        .map(
            granted ->
                Replies.json(
                    200,
                    new JsonObject()
                        .put("document", granted.document().toString())
                        .put("role", granted.role().word())));
  }

  private static JsonObject json(ShareLinks.Link link) {
    Instant expiresAt = link.expiresAt();
    return new JsonObject()
        .put("id", link.id().toString())
        .put("role", link.role().word())
        .put("createdBy", link.createdBy())
        .put("createdAt", time(link.createdAt()))
        .put("expiresAt", expiresAt == null ? null : time(expiresAt))
        .put("withoutAccount", link.withoutAccount())
        .put("guests", link.guests())
        .put("visitors", link.visitors());
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
