package dev.quire.doc.baseline;

import dev.quire.doc.baseline.Spacing.Due;
import dev.quire.doc.baseline.Spacing.Kept;
import dev.quire.doc.database.Statements;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What baselines a document has, where its next one may stand, and keeping it. */
public final class BaselineLedger {
  private static final String PRESENT =
      """
      SELECT revision, log_bytes, packed_bytes,
             coalesce(octet_length(state), 0) + coalesce(octet_length(writers), 0) AS bytes
      FROM history_baseline WHERE document = $1 ORDER BY revision
      """;

  /** Ends of segments alone: their revisions can't be appended to. */
  private static final String PLACE =
      """
      SELECT last_revision, log_bytes, packed_bytes FROM (
        SELECT last_revision,
               (sum(update_bytes) OVER upwards)::bigint AS log_bytes,
               (sum(octet_length(head) + octet_length(updates)) OVER upwards)::bigint
                 AS packed_bytes
        FROM log_segment
        WHERE shard = $1 AND document = $2
          AND EXISTS (SELECT FROM document WHERE id = $2 AND purged_at IS NULL)
        WINDOW upwards AS (ORDER BY last_revision ROWS UNBOUNDED PRECEDING)
      ) AS place
      WHERE log_bytes >= $3 AND packed_bytes >= $4 ORDER BY last_revision LIMIT 1
      """;

  private static final String SEGMENTS =
      """
      SELECT sha256(string_agg(digest, ''::bytea ORDER BY last_revision)) AS segments
      FROM log_segment WHERE shard = $1 AND document = $2 AND last_revision <= $3
      HAVING max(last_revision) = $3
      """;

  private static final String KEEP =
      "SELECT keep_baseline($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

  private final Statements statements;

  public BaselineLedger(Statements statements) {
    this.statements = statements;
  }

  /**
   * Where a segment ends.
   *
   * @param logBytes of updates up to it
   * @param packedBytes the same, packed
   * @param segments SHA-256 of the digests of all segments up to it
   */
  public record Place(long revision, long logBytes, long packedBytes, Bytes segments) {}

  /** Baselines, and the place where none was worth it, the earliest first. */
  public Future<List<Kept>> present(DocumentId document) {
    return statements
        .execute(PRESENT, Tuple.of(document.toUuid()))
        .map(rows -> rows.stream().map(BaselineLedger::kept).toList());
  }

  private static Kept kept(Row row) {
    return new Kept(
        row.getLong("revision"),
        row.getLong("log_bytes"),
        row.getLong("packed_bytes"),
        row.getInteger("bytes"));
  }

  /** The first place where one is due; empty where the log has not come so far, or is purged. */
  public Future<Optional<Place>> place(DocumentId document, Due due) {
    return statements
        .execute(
            PLACE,
            Tuple.of(Shards.of(document), document.toUuid(), due.logBytes(), due.packedBytes()))
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.succeededFuture(Optional.empty())
                    : withSegments(document, rows.iterator().next()));
  }

  private Future<Optional<Place>> withSegments(DocumentId document, Row end) {
    long revision = end.getLong("last_revision");
    return statements
        .execute(SEGMENTS, Tuple.of(Shards.of(document), document.toUuid(), revision))
        .map(
            rows ->
                rows.stream()
                    .findFirst()
                    .map(
                        row ->
                            new Place(
                                revision,
                                end.getLong("log_bytes"),
                                end.getLong("packed_bytes"),
                                Bytes.of(row.getBuffer("segments").getBytes()))));
  }

  /**
   * Keeps one.
   *
   * @param made null where it is not worth it, which is kept in mind
   * @param dropped revisions of others that go
   * @return false where the log below it is not what it was made from any more, or is being packed
   */
  public Future<Boolean> keep(
      DocumentId document, Place place, @Nullable StoredBaseline made, List<Long> dropped) {
    Tuple values =
        Tuple.tuple()
            .addInteger(Shards.of(document))
            .addUUID(document.toUuid())
            .addLong(place.revision())
            .addInteger(StoredBaseline.FORMAT)
            .addLong(place.logBytes())
            .addLong(place.packedBytes())
            .addBuffer(made == null ? null : Buffer.buffer(made.state().array()))
            .addBuffer(made == null ? null : Buffer.buffer(made.writers().array()))
            .addBuffer(made == null ? null : Buffer.buffer(made.digest().array()))
            .addBuffer(Buffer.buffer(place.segments().array()))
            .addArrayOfLong(dropped.toArray(Long[]::new));
    return statements.execute(KEEP, values).map(rows -> rows.iterator().next().getBoolean(0));
  }
}
