package dev.quire.doc.history;

import dev.quire.doc.database.Statements;
import dev.quire.doc.log.KeptRevisions;
import dev.quire.doc.log.PostgresOpLog;
import dev.quire.wire.DocumentId;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireFailure.Code;
import dev.quire.wire.doc.ReadLog;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The revisions that people gave names. A document has at most {@link #MOST_VERSIONS}. */
public final class Versions {
  /** The most versions of a document. */
  public static final int MOST_VERSIONS = 1_000;

  private static final String CREATE =
      """
      SELECT id, name, revision, author, created_at
      FROM name_version($1, $2, $3, $4, $5, $6)
      """;

  private static final String LIST =
      """
      SELECT id, name, revision, author, created_at FROM document_version
      WHERE document = $1 AND id < $2 ORDER BY id DESC LIMIT $3
      """;

  private static final String GET =
      """
      SELECT id, name, revision, author, created_at FROM document_version
      WHERE document = $1 AND id = $2
      """;

  private final Statements statements;

  public Versions(Statements statements) {
    this.statements = statements;
  }

  /**
   * One of them.
   *
   * @param revision what it names
   * @param author who named it
   */
  public record Version(UUID id, String name, long revision, String author, Instant createdAt) {}

  /**
   * Names a revision, which from then on is kept. {@code CONFLICT} where the document has as many
   * versions as it may; where the revision is not kept, it fails as {@link KeptRevisions} says.
   *
   * @param id a new one, by which versions are listed; or that of a request which begins again:
   *     what it created is given
   */
  public Future<Version> create(
      UUID id, DocumentId document, String name, long revision, String author) {
    Tuple values =
        Tuple.tuple()
            .addUUID(id)
            .addUUID(document.toUuid())
            .addString(name)
            .addLong(revision)
            .addString(author)
            .addInteger(MOST_VERSIONS);
    return statements
        .execute(CREATE, values)
        .compose(
            rows ->
                rows.stream()
                    .findFirst()
                    .map(row -> Future.succeededFuture(version(row)))
                    .orElseGet(() -> notNamed(document, revision)));
  }

  private Future<Version> notNamed(DocumentId document, long revision) {
    return PostgresOpLog.read(statements, new ReadLog(document, Math.max(0, revision - 1), 1, 1))
        .map(
            page -> {
              page.entries().forEach(entry -> KeptRevisions.requireKept(revision, entry));
              throw new WireFailure(
                  Code.CONFLICT, "A document has at most " + MOST_VERSIONS + " versions.");
            });
  }

  /**
   * Versions, the latest first.
   *
   * @param before those with a smaller id
   */
  public Future<List<Version>> list(DocumentId document, UUID before, int limit) {
    return statements
        .execute(LIST, Tuple.of(document.toUuid(), before, (long) limit))
        .map(rows -> rows.stream().map(Versions::version).toList());
  }

  /** {@code NOT_FOUND} where the document has no such version. */
  public Future<Version> get(DocumentId document, UUID id) {
    return statements
        .execute(GET, Tuple.of(document.toUuid(), id))
        .map(
            rows ->
                rows.stream()
                    .findFirst()
                    .map(Versions::version)
                    .orElseThrow(
                        () -> new WireFailure(Code.NOT_FOUND, "There is no such version.")));
  }

  private static Version version(Row row) {
    return new Version(
        row.getUUID("id"),
        row.getString("name"),
        row.getLong("revision"),
        row.getString("author"),
        row.getOffsetDateTime("created_at").toInstant());
  }
}
