package dev.quire.doc.rest;

import dev.quire.doc.organisation.Kind;
import dev.quire.doc.organisation.Organisation;
import dev.quire.doc.organisation.OrganisationMembers;
import dev.quire.doc.organisation.OrganisationMembers.Member;
import dev.quire.doc.organisation.Organisations;
import dev.quire.kit.rest.Problem;
import dev.quire.kit.rest.Replies;
import dev.quire.kit.rest.RestCall;
import dev.quire.kit.rest.RestRouter;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Principal;
import dev.quire.wire.Principal.Realm;
import dev.quire.wire.Role;
import dev.quire.wire.auth.AuthCalls.FindUser;
import dev.quire.wire.auth.AuthCalls.FoundUser;
import dev.quire.wire.rest.RestReply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Organisations: members see who belongs; admins change it, and the default role. */
public final class OrganisationRoutes {
  private static final int MAX_NAME = 200;
  private static final int MAX_LIMIT = 200;
  private static final String PATH = "/api/v1/organisations";
  private static final String PEOPLE = "/api/v1/organisations/{id}/members";

  private final Organisations organisations;
  private final OrganisationMembers members;
  private final Function<FindUser, Future<FoundUser>> users;
  private final Runnable rightsChanged;

  /**
   * @param users finds an account by its address
   * @param rightsChanged hears of every change that the revocation stream has an entry about
   */
  public OrganisationRoutes(
      Organisations organisations,
      OrganisationMembers members,
      Function<FindUser, Future<FoundUser>> users,
      Runnable rightsChanged) {
    this.organisations = organisations;
    this.members = members;
    this.users = users;
    this.rightsChanged = rightsChanged;
  }

  public void addTo(RestRouter router) {
    router
        .route("POST", PATH, this::create)
        .route("GET", PATH, this::list)
        .route("GET", PATH + "/{id}", call -> seen(call).map(OrganisationRoutes::reply))
        .route("PATCH", PATH + "/{id}", this::change)
        .route("GET", PEOPLE, this::listMembers)
        .route("POST", PEOPLE, this::invite)
        .route("PUT", PEOPLE + "/{userId}", this::put)
        .route("DELETE", PEOPLE + "/{userId}", this::remove);
  }

  private Future<RestReply> create(RestCall call) {
    Principal caller = account(call);
    JsonObject body = call.json();
    return organisations
        .create(name(body), defaultRole(body), caller.userId(), caller.displayName())
        .map(made -> Replies.json(201, json(made)));
  }

  private Future<RestReply> list(RestCall call) {
    int limit = (int) call.query("limit", 50, 1, MAX_LIMIT);
    @Nullable UUID before = call.query("cursor").map(OrganisationRoutes::cursor).orElse(null);
    return organisations
        .list(account(call).userId(), before, limit + 1)
        .map(
            all -> {
              JsonArray items = new JsonArray();
              List<Organisation> page = all.subList(0, Math.min(limit, all.size()));
              page.forEach(each -> items.add(json(each)));
              return Replies.json(
                  200,
                  DocumentJson.list(
                      items, all.size() > limit ? page.get(limit - 1).id().toString() : null));
            });
  }

  private Future<RestReply> change(RestCall call) {
    return administered(call)
        .compose(
            organisation -> {
              JsonObject body = call.json();
              boolean changesDefault = body.containsKey("defaultRole");
              @Nullable String name = body.containsKey("name") ? name(body) : null;
              return organisations
                  .change(organisation.id(), name, changesDefault, defaultRole(body))
                  .onSuccess(changed -> rightsChanged.run());
            })
        .compose(changed -> seen(call))
        .map(OrganisationRoutes::reply);
  }

  private Future<RestReply> listMembers(RestCall call) {
    int limit = (int) call.query("limit", MAX_LIMIT, 1, MAX_LIMIT);
    String after = call.query("cursor").orElse("");
    return seen(call)
        .compose(
            organisation -> {
              if (organisation.kind() == Kind.GUEST) {
                throw Problem.forbidden("Guests do not see who belongs to an organisation.");
              }
              return members.list(organisation.id(), after, limit + 1);
            })
        .map(
            all -> {
              JsonArray items = new JsonArray();
              List<Member> page = all.subList(0, Math.min(limit, all.size()));
              page.forEach(member -> items.add(json(member)));
              return Replies.json(
                  200,
                  DocumentJson.list(
                      items, all.size() > limit ? page.get(limit - 1).userId() : null));
            });
  }

  private Future<RestReply> invite(RestCall call) {
    return administered(call)
        .compose(
            organisation -> {
              JsonObject body = call.json();
              Kind kind = kind(body);
              return users
                  .apply(new FindUser(Inputs.email(body)))
                  .recover(MemberRoutes::unknownUser)
                  .compose(
                      user ->
                          members.put(organisation.id(), user.userId(), kind, user.displayName()));
            })
        .onSuccess(member -> rightsChanged.run())
        .map(member -> Replies.json(201, json(member)));
  }

  private Future<RestReply> put(RestCall call) {
    return administered(call)
        .compose(
            organisation ->
                members.put(organisation.id(), MemberRoutes.userId(call), kind(call.json()), null))
        .onSuccess(member -> rightsChanged.run())
        .map(member -> Replies.json(200, json(member)));
  }

  /** Everybody may leave; admins also remove others. */
  private Future<RestReply> remove(RestCall call) {
    String userId = MemberRoutes.userId(call);
    boolean leaves = account(call).userId().equals(userId);
    return (leaves ? seen(call) : administered(call))
        .compose(organisation -> members.remove(organisation.id(), userId))
        .onSuccess(removed -> rightsChanged.run())
        .map(removed -> Replies.noContent());
  }

  private Future<Organisation> seen(RestCall call) {
    UUID id =
        DocumentId.parse(call.parameter("id"))
            .map(DocumentId::toUuid)
            .orElseThrow(Organisations::notFound);
    return organisations.get(id, account(call).userId());
  }

  private Future<Organisation> administered(RestCall call) {
    return seen(call)
        .map(
            organisation -> {
              if (organisation.kind() != Kind.ADMIN) {
                throw Problem.forbidden("Only admins change an organisation.");
              }
              return organisation;
            });
  }

  private static Principal account(RestCall call) {
    if (call.caller().realm() == Realm.EXTERNAL) {
      throw Problem.forbidden("Organisations are for accounts of Quire's own.");
    }
    return call.caller();
  }

  private static String name(JsonObject body) {
    String name = Inputs.required(body, "name").strip();
    if (name.isEmpty() || name.length() > MAX_NAME || name.indexOf('\0') >= 0) {
      throw Problem.invalid("'name' must have 1 to " + MAX_NAME + " characters.");
    }
    return name;
  }

  private static @Nullable Role defaultRole(JsonObject body) {
    if (body.getValue("defaultRole") == null) {
      return null;
    }
    return Role.ofWord(Inputs.required(body, "defaultRole"))
        .filter(role -> !role.mayManage())
        .orElseThrow(
            () ->
                Problem.invalid(
                    "'defaultRole' must be viewer, commenter or editor, or null for none."));
  }

  private static Kind kind(JsonObject body) {
    return Kind.ofWord(Inputs.required(body, "role"))
        .orElseThrow(() -> Problem.invalid("'role' must be admin, member or guest."));
  }

  private static UUID cursor(String cursor) {
    return Optional.of(cursor)
        .flatMap(DocumentId::parse)
        .map(DocumentId::toUuid)
        .orElseThrow(() -> Problem.invalid("'cursor' must be the 'nextCursor' of a page."));
  }

  private static RestReply reply(Organisation organisation) {
    return Replies.json(200, json(organisation));
  }

  private static JsonObject json(Organisation organisation) {
    Role defaultRole = organisation.defaultRole();
    return new JsonObject()
        .put("id", organisation.id().toString())
        .put("name", organisation.name())
        .put("defaultRole", defaultRole == null ? null : defaultRole.word())
        .put("role", organisation.kind().word())
        .put("createdAt", organisation.createdAt().truncatedTo(ChronoUnit.MILLIS).toString());
  }

  private static JsonObject json(Member member) {
    return new JsonObject()
        .put("userId", member.userId())
        .put("displayName", member.displayName())
        .put("role", member.kind().word())
        .put("since", member.since().truncatedTo(ChronoUnit.MILLIS).toString());
  }
}
