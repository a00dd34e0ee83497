package dev.quire.doc.rest;

import dev.quire.doc.document.DocumentAccess;
import dev.quire.doc.document.Members;
import dev.quire.kit.rest.Problem;
import dev.quire.kit.rest.Replies;
import dev.quire.kit.rest.RestCall;
import dev.quire.kit.rest.RestRouter;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Role;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireFailure.Code;
import dev.quire.wire.auth.AuthCalls.FindUser;
import dev.quire.wire.auth.AuthCalls.FoundUser;
import dev.quire.wire.doc.AccessChanged;
import dev.quire.wire.doc.OpenDocument.Access;
import dev.quire.wire.rest.RestReply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who belongs to a document. Everybody who does sees who else does; owners change it. */
public final class MemberRoutes {
  private final Managing managing;
  private final Members members;
  private final Function<FindUser, Future<FoundUser>> users;
  private final Consumer<AccessChanged> accessChanged;

  /**
   * @param users finds an account by its address
   * @param accessChanged hears of every member added, changed or removed
   */
  public MemberRoutes(
      DocumentAccess access,
      Members members,
      Function<FindUser, Future<FoundUser>> users,
      Consumer<AccessChanged> accessChanged) {
    this.managing = new Managing(access);
    this.members = members;
    this.users = users;
    this.accessChanged = accessChanged;
  }

  public void addTo(RestRouter router) {
    String path = "/api/v1/documents/{id}/members";
    router
        .route("GET", path, this::list)
        .route("POST", path, this::invite)
        .route("PUT", path + "/{userId}", this::put)
        .route("DELETE", path + "/{userId}", this::remove);
  }

  private Future<RestReply> list(RestCall call) {
    return managing
        .granted(call)
        .compose(granted -> members.list(granted.document().toUuid()))
        .map(all -> Replies.json(200, DocumentJson.members(all)));
  }

  private Future<RestReply> invite(RestCall call) {
    return managing
        .managed(call)
        .compose(
            granted -> {
              JsonObject body = call.json();
              String email = Inputs.email(body);
              Role role = Inputs.role(body);
              return users
                  .apply(new FindUser(email))
                  .recover(MemberRoutes::unknownUser)
                  .compose(
                      user -> put(granted.document(), user.userId(), role, user.displayName()));
            })
        .map(json -> Replies.json(201, json));
  }

  static Future<FoundUser> unknownUser(Throwable fault) {
    return Future.failedFuture(
        fault instanceof WireFailure failure && failure.code() == Code.NOT_FOUND
            ? new Problem(
                404,
                "user-not-found",
                "No such user",
                "Nobody has an account with this address. Ask them to register first.")
            : fault);
  }

  private Future<RestReply> put(RestCall call) {
    return managing
        .managed(call)
        .compose(granted -> put(granted.document(), userId(call), Inputs.role(call.json()), null))
        .map(json -> Replies.json(200, json));
  }

  private Future<JsonObject> put(
      DocumentId document, String userId, Role role, @Nullable String displayName) {
    return members
        .put(document.toUuid(), userId, role, displayName)
        .onSuccess(member -> accessChanged.accept(new AccessChanged(document, userId)))
        .map(DocumentJson::member);
  }

  /** Members may leave; owners also remove others. */
  private Future<RestReply> remove(RestCall call) {
    String userId = userId(call);
    Future<Access> granted =
        call.caller().userId().equals(userId) ? managing.granted(call) : managing.managed(call);
    return granted
        .compose(
            access ->
                members
                    .remove(access.document().toUuid(), userId)
                    .onSuccess(
                        removed ->
                            accessChanged.accept(new AccessChanged(access.document(), userId))))
        .map(removed -> Replies.noContent());
  }

  /** Accounts have UUIDs. */
  static String userId(RestCall call) {
    return DocumentId.parse(call.parameter("userId"))
        .map(DocumentId::toString)
        .orElseThrow(() -> Problem.invalid("A user id is a UUID."));
  }
}
