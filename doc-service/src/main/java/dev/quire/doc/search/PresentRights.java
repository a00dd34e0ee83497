package dev.quire.doc.search;

import dev.quire.doc.database.Statements;
import dev.quire.doc.document.Grants;
import dev.quire.doc.search.DocumentSearch.Hit;
import dev.quire.doc.search.DocumentSearch.Page;
import dev.quire.wire.Principal;
import dev.quire.wire.Principal.Realm;
import dev.quire.wire.Role;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What the caller may do with found documents by what the primary says now: a replica that ranked
 * them may not have heard yet that somebody was removed, or that a document was deleted.
 */
public final class PresentRights {
  private static final String ROLES =
      """
      SELECT id, name, CASE WHEN realm = 'quire' THEN effective_role(id, $2) END AS role
      FROM document
      WHERE id = ANY ($1) AND realm = $3 AND (deleted_at IS NOT NULL) = $4 AND purged_at IS NULL
      """;

  private final Statements primary;

  /**
   * @param primary where rights are read; never a replica
   */
  public PresentRights(Statements primary) {
    this.primary = primary;
  }

  /**
   * Leaves of a page what the caller may see now, with the roles of now.
   *
   * @param deleted whether the caller's own deleted documents were looked for
   */
  public Future<Page> confirm(Page page, Principal principal, boolean deleted) {
    if (page.hits().isEmpty()) {
      return Future.succeededFuture(page);
    }
    boolean account = principal.realm() == Realm.QUIRE;
    UUID[] ids = page.hits().stream().map(hit -> hit.document().id()).toArray(UUID[]::new);
    return primary
        .execute(ROLES, Tuple.of(ids, principal.userId(), account ? "quire" : "external", deleted))
        .map(
            rows -> new Page(confirmed(page.hits(), roles(rows, principal, deleted)), page.next()));
  }

  private static Map<UUID, Role> roles(RowSet<Row> rows, Principal principal, boolean deleted) {
    Map<UUID, Role> roles = new HashMap<>();
    for (Row row : rows) {
      Optional<Role> role =
          principal.realm() == Realm.QUIRE
              ? Optional.ofNullable(row.getString("role")).flatMap(Role::ofWord)
              : Grants.roleOn(row.getString("name"), principal.grants());
      role.filter(given -> !deleted || given.mayManage())
          .ifPresent(given -> roles.put(row.getUUID("id"), given));
    }
    return roles;
  }

  private static List<Hit> confirmed(List<Hit> hits, Map<UUID, Role> roles) {
    return hits.stream()
        .flatMap(
            hit ->
                Optional.ofNullable(roles.get(hit.document().id()))
                    .map(role -> new Hit(hit.document().as(role), hit.snippet()))
                    .stream())
        .toList();
  }
}
