package dev.quire.doc.document;

import dev.quire.doc.database.Statements;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Principal;
import dev.quire.wire.Principal.Realm;
import dev.quire.wire.Role;
import dev.quire.wire.Shards;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireFailure.Code;
import dev.quire.wire.doc.OpenDocument;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what with which document. Fails with {@code NOT_FOUND}, and the same words, whether
 * there is no such document or the principal may not know of it.
 */
public final class DocumentAccess {
  private static final String OF_MEMBER =
      """
      SELECT id, role, (SELECT last FROM revocation_head), organisation
      FROM (
        SELECT id, organisation, effective_role(id, $3) AS role FROM document
        WHERE (id = $1 OR (realm = 'quire' AND name = $2)) AND realm = 'quire'
          AND (deleted_at IS NOT NULL) = $4 AND purged_at IS NULL
      ) AS document
      WHERE role IS NOT NULL
      ORDER BY id = $1 DESC NULLS LAST LIMIT 1
      """;

  private static final String EXTERNAL =
      """
      SELECT id, name, (SELECT last FROM revocation_head), organisation FROM document
      WHERE (id = $1 OR (realm = 'external' AND name = $2))
        AND realm = 'external' AND (deleted_at IS NOT NULL) = $3 AND purged_at IS NULL
      ORDER BY id = $1 DESC NULLS LAST LIMIT 1
      """;

  private static final String CREATE =
      """
      INSERT INTO document (id, shard, realm, name, title, created_by)
      VALUES ($1, $2, 'external', $3, $3, $4)
      ON CONFLICT (realm, name) DO NOTHING
      """;

  private final Statements statements;
  private final Clock clock;
  private final RandomGenerator random;

  public DocumentAccess(Statements statements, Clock clock, RandomGenerator random) {
    this.statements = statements;
    this.clock = clock;
    this.random = random;
  }

  /**
   * What the principal may do with the document of this id or name. Creates it where an external
   * principal that may edit is the first to open the name; of several at once one creates it, and
   * all of them open it.
   */
  public Future<OpenDocument.Access> open(OpenDocument open) {
    Principal principal = open.principal();
    return find(principal, open.reference(), false)
        .compose(
            found -> {
              if (found.isPresent() || !mayCreate(principal, open.reference())) {
                return Future.succeededFuture(found);
              }
              return create(principal, open.reference())
                  .compose(created -> find(principal, open.reference(), false));
            })
        .map(found -> found.orElseThrow(DocumentAccess::notFound));
  }

  /** The same for a document that must exist, among those deleted or those not. */
  public Future<OpenDocument.Access> require(
      Principal principal, String reference, boolean deleted) {
    return find(principal, reference, deleted)
        .map(found -> found.orElseThrow(DocumentAccess::notFound));
  }

  static WireFailure notFound() {
    return new WireFailure(
        Code.NOT_FOUND, "There is no such document, or you have no access to it.");
  }

  private Future<Optional<OpenDocument.Access>> find(
      Principal principal, String reference, boolean deleted) {
    if (DocumentName.faultOf(reference).isPresent()) {
      return Future.succeededFuture(Optional.empty());
    }
    @Nullable UUID id = DocumentId.parse(reference).map(DocumentId::toUuid).orElse(null);
    return principal.realm() == Realm.QUIRE
        ? ofMember(principal, id, reference, deleted)
        : byGrant(principal, id, reference, deleted);
  }

  private Future<Optional<OpenDocument.Access>> ofMember(
      Principal principal, @Nullable UUID id, String reference, boolean deleted) {
    return statements
        .execute(OF_MEMBER, Tuple.of(id, reference, principal.userId(), deleted))
        .map(
            rows ->
                rows.stream()
                    .findFirst()
                    .flatMap(row -> access(row, Role.ofWord(row.getString(1)))));
  }

  private Future<Optional<OpenDocument.Access>> byGrant(
      Principal principal, @Nullable UUID id, String reference, boolean deleted) {
    return statements
        .execute(EXTERNAL, Tuple.of(id, reference, deleted))
        .map(
            rows ->
                rows.stream()
                    .findFirst()
                    .flatMap(
                        row -> access(row, Grants.roleOn(row.getString(1), principal.grants()))));
  }

  private static Optional<OpenDocument.Access> access(Row row, Optional<Role> role) {
    UUID organisation = row.getUUID(3);
    return role.map(
        given ->
            new OpenDocument.Access(
                DocumentId.of(row.getUUID(0)),
                given,
                row.getLong(2),
                organisation == null ? "" : organisation.toString()));
  }

  private static boolean mayCreate(Principal principal, String name) {
    return principal.realm() == Realm.EXTERNAL
        && DocumentName.faultOf(name).isEmpty()
        && Grants.roleOn(name, principal.grants()).filter(Role::mayEdit).isPresent();
  }

  private Future<Void> create(Principal principal, String name) {
    UUID id = Uuid7.of(clock.millis(), random);
    return statements
        .execute(CREATE, Tuple.of(id, Shards.of(DocumentId.of(id)), name, principal.userId()))
        .mapEmpty();
  }
}
