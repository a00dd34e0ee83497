package dev.quire.doc.compaction;

import dev.quire.doc.database.Statements;
import dev.quire.doc.log.LogView;
import dev.quire.doc.segment.LoggedUpdate;
import dev.quire.doc.segment.Segment;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Packs one run of one document's rows. */
public final class Packing {
  /** Revisions of a segment at most. More would compress little better, and cost readers more. */
  static final int MOST_REVISIONS = 4_096;

  /** Bytes of updates in a segment at most, but for one update that is longer. */
  private static final int MOST_BYTES = 1 << 20;

  /**
   * Waits until no append of the shard is open, and then reads the document's last revision: of
   * what is below it, no append that begins now or later can insert anything.
   */
  private static final String SETTLE =
      """
      WITH held AS MATERIALIZED (
        SELECT shard FROM shard_epoch WHERE shard = $1 FOR NO KEY UPDATE
      )
      SELECT coalesce(last_revision($1, $2), 0) FROM held
      """;

  private static final String ROWS =
      """
      SELECT revision, epoch, author, received_at, update, check_sum, session FROM (
        SELECT *, sum(octet_length(update)) OVER (ORDER BY revision ROWS UNBOUNDED PRECEDING)
                  AS bytes
        FROM (
          SELECT revision, epoch, author, received_at, update, check_sum, session
          FROM document_update
          WHERE shard = $1 AND document = $2 AND revision < $3
          ORDER BY revision LIMIT $4
        ) AS oldest
      ) AS run
      WHERE bytes <= $5::bigint OR revision = (
        SELECT min(revision) FROM document_update WHERE shard = $1 AND document = $2)
      ORDER BY revision
      """;

  private static final String PACK = "SELECT pack_rows($1, $2, $3, $4, $5, $6, $7, $8, $9)";

  private final Statements statements;
  private final WorkerExecutor worker;

  public Packing(Statements statements, WorkerExecutor worker) {
    this.statements = statements;
    this.worker = worker;
  }

  /**
   * Packs a document's oldest rows into one segment.
   *
   * @return the segment; empty where there were no rows below the last, or another process packs
   *     this document
   */
  public Future<Optional<Segment>> packOne(DocumentId document) {
    UUID id = document.toUuid();
    int shard = Shards.of(document);
    return statements
        .execute(SETTLE, Tuple.of(shard, id))
        .map(rows -> rows.iterator().next().getLong(0))
        .compose(
            last ->
                statements.execute(
                    ROWS, Tuple.of(shard, id, last, (long) MOST_REVISIONS, (long) MOST_BYTES)))
        .compose(rows -> worker.executeBlocking(() -> pack(document, rows), false))
        .compose(
            packed ->
                packed.isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : replace(shard, id, packed.get()));
  }

  /**
   * A segment and what its rows are to be.
   *
   * @param rows SHA-256 of the rows' updates, one after the other
   */
  private record Packed(Segment segment, Bytes rows) {}

  private static Optional<Packed> pack(DocumentId document, RowSet<Row> rows) {
    List<LoggedUpdate> logged = new ArrayList<>(rows.size());
    for (Row row : rows) {
      LoggedUpdate update = LogView.row(row);
      if (!LogView.isSound(document, update, row)) {
        throw new IllegalStateException(
            "revision " + update.revision() + " is damaged: check the document's integrity");
      }
      logged.add(update);
    }
    if (logged.isEmpty()) {
      return Optional.empty();
    }
    Segment segment = Segment.pack(logged);
    if (!segment.unpack().equals(logged)) {
      throw new IllegalStateException(
          "revisions " + logged.get(0).revision() + " … of " + document + " don't survive packing");
    }
    return Optional.of(new Packed(segment, Bytes.of(Segment.rowsDigest(logged))));
  }

  private Future<Optional<Segment>> replace(int shard, UUID document, Packed packed) {
    Segment segment = packed.segment();
    Tuple values =
        Tuple.tuple()
            .addInteger(shard)
            .addUUID(document)
            .addLong(segment.firstRevision())
            .addLong(segment.lastRevision())
            .addLong(segment.updateBytes())
            .addBuffer(Buffer.buffer(segment.head().array()))
            .addBuffer(Buffer.buffer(segment.updates().array()))
            .addBuffer(Buffer.buffer(segment.digest().array()))
            .addBuffer(Buffer.buffer(packed.rows().array()));
    return statements
        .execute(PACK, values)
        .map(
            rows -> rows.iterator().next().getBoolean(0) ? Optional.of(segment) : Optional.empty());
  }
}
