package dev.quire.doc.document;

import dev.quire.doc.database.Faults;
import dev.quire.doc.database.Statements;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Principal;
import dev.quire.wire.Principal.Realm;
import dev.quire.wire.Role;
import dev.quire.wire.Shards;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireFailure.Code;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Creates, shows, renames, deletes and brings back documents. Whoever calls has looked up the right
 * to it in {@link DocumentAccess}. Every method fails with a {@link WireFailure} and nothing else.
 */
public final class DocumentStore {
  private static final String CREATE =
      """
      WITH created AS (
        INSERT INTO document (id, shard, realm, name, title, created_by, organisation)
        SELECT $1, $2, $3, $4, $5, $6, $8
        WHERE $8::uuid IS NULL OR EXISTS (
          SELECT FROM organisation_member
          WHERE organisation = $8 AND user_id = $6 AND kind <> 'guest')
        ON CONFLICT (id) DO NOTHING RETURNING id
      ), owned AS (
        INSERT INTO document_member (document, user_id, role, display_name)
        SELECT id, $6, 'owner', $7 FROM created WHERE $3 = 'quire'
      )
      SELECT id FROM created
      UNION ALL SELECT id FROM document WHERE id = $1 AND created_by = $6
      """;

  private static final String GET =
      DocumentRows.COLUMNS + "FROM document\n" + DocumentRows.LAST + "WHERE document.id = $1";

  private static final String RENAME =
      "UPDATE document SET title = $2, changed_at = now() WHERE id = $1 AND deleted_at IS NULL";

  private static final String DELETE =
      """
      UPDATE document SET deleted_at = now(), changed_at = now()
      WHERE id = $1 AND deleted_at IS NULL
      """;

  private static final String UNDELETE =
      """
      UPDATE document SET deleted_at = NULL, changed_at = now()
      WHERE id = $1 AND deleted_at IS NOT NULL AND purged_at IS NULL
      """;

  private final Statements statements;

  public DocumentStore(Statements statements) {
    this.statements = statements;
  }

  /**
   * A new document. An account becomes its owner; an external principal has the role that its token
   * grants on the name.
   *
   * @param id a new one, or that of a request which begins again: what it created is given
   * @param name null for a document that is known by its id alone; external ones have a name
   * @param organisation the one that it is to belong to, of which the principal is no guest; null
   *     for none
   */
  public Future<DocumentView> create(
      UUID id,
      Principal principal,
      String title,
      @Nullable String name,
      @Nullable UUID organisation) {
    boolean external = principal.realm() == Realm.EXTERNAL;
    Role role = Role.OWNER;
    if (external) {
      role =
          name == null ? Role.VIEWER : Grants.roleOn(name, principal.grants()).orElse(Role.VIEWER);
      if (!role.mayEdit()) {
        return Future.failedFuture(
            new WireFailure(
                Code.FORBIDDEN,
                "The token grants no right to create this: give a name that it lets you edit."));
      }
    }
    if (external && organisation != null) {
      return Future.failedFuture(
          new WireFailure(Code.FORBIDDEN, "Organisations are for accounts of Quire's own."));
    }
    Role given = role;
    Tuple values =
        Tuple.tuple()
            .addUUID(id)
            .addInteger(Shards.of(DocumentId.of(id)))
            .addString(principal.realm().name().toLowerCase(Locale.ROOT))
            .addString(name)
            .addString(title)
            .addString(principal.userId())
            .addString(principal.displayName())
            .addUUID(organisation);
    return statements
        .tryExecute(CREATE, values)
        .recover(fault -> Future.failedFuture(ofCreating(fault)))
        .compose(
            created ->
                created.size() == 1
                    ? get(id, given)
                    : Future.failedFuture(
                        new WireFailure(
                            Code.NOT_FOUND,
                            "There is no such organisation, or you are not a member of it.")));
  }

  private static WireFailure ofCreating(Throwable fault) {
    return Faults.existsAlready(fault)
        ? new WireFailure(Code.CONFLICT, "Another document has this name. Choose another one.")
        : Faults.ofStatement(fault);
  }

  /**
   * @param role the viewer's
   */
  public Future<DocumentView> get(UUID id, Role role) {
    return statements
        .execute(GET, Tuple.of(id))
        .map(
            rows -> {
              Row row = rows.stream().findFirst().orElseThrow(DocumentAccess::notFound);
              return DocumentRows.view(row, role);
            });
  }

  public Future<Void> rename(UUID id, String title) {
    return changeOne(statements.execute(RENAME, Tuple.of(id, title)));
  }

  /** It is not found any more, by anybody, until it is brought back. */
  public Future<Void> delete(UUID id) {
    return changeOne(statements.execute(DELETE, Tuple.of(id)));
  }

  public Future<Void> undelete(UUID id) {
    return changeOne(statements.execute(UNDELETE, Tuple.of(id)));
  }

  private static Future<Void> changeOne(Future<RowSet<Row>> changed) {
    return changed.map(
        rows -> {
          if (rows.rowCount() == 0) {
            throw DocumentAccess.notFound();
          }
          return null;
        });
  }
}
