package dev.quire.doc.snapshot;

import dev.quire.doc.database.Statements;
import dev.quire.wire.Bytes;
import dev.quire.wire.Shards;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireFailure.Code;
import dev.quire.wire.doc.ReadHead;
import dev.quire.wire.doc.ReadSnapshot;
import dev.quire.wire.doc.SnapshotFormat;
import dev.quire.wire.doc.StoreSnapshot;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

/**
 * Where a document stands, and its snapshot. Every method fails with a {@link WireFailure} and
 * nothing else.
 */
public final class PostgresSnapshots {
  private static final String HEAD =
      """
      SELECT incarnation,
             coalesce((
               SELECT max(revision) FROM document_update
               WHERE shard = $1 AND document = $2), 0) AS last_revision,
             coalesce(snapshot.revision, 0), coalesce(snapshot.chunks, 0),
             coalesce(snapshot.bytes, 0)
      FROM log_identity, document
      LEFT JOIN document_snapshot AS snapshot ON snapshot.document = document.id
      WHERE document.id = $2 AND document.deleted_at IS NULL
      """;

  private static final String CHUNK =
      """
      SELECT part.bytes
      FROM document_snapshot AS snapshot
      JOIN document_snapshot_chunk AS part USING (document, revision, epoch)
      WHERE snapshot.document = $1 AND snapshot.revision = $2 AND part.chunk = $3
      """;

  /**
   * What stores left that can't become current any more. A newer one of the same epoch may be under
   * way beside this one (an owner that has ended leaves its last store running), and must not lose
   * its chunks between being staged and being made current.
   */
  private static final String CLEAR =
      """
      DELETE FROM document_snapshot_chunk AS part
      WHERE part.document = $2 AND NOT EXISTS (
        SELECT FROM document_snapshot AS snapshot
        WHERE snapshot.document = part.document AND snapshot.revision = part.revision
          AND snapshot.epoch = part.epoch)
      AND (part.epoch <> $3 OR part.revision <= coalesce(
        (SELECT revision FROM document_snapshot WHERE document = $2), 0))
      AND EXISTS (SELECT FROM shard_epoch WHERE shard = $1 AND epoch = $3)
      """;

  private static final String STAGE =
      """
      WITH held AS MATERIALIZED (SELECT epoch FROM shard_epoch WHERE shard = $1 FOR SHARE)
      INSERT INTO document_snapshot_chunk (document, revision, epoch, chunk, bytes)
      SELECT document.id, $3, held.epoch, $5, $6 FROM held, document
      WHERE held.epoch = $4 AND document.id = $2 AND NOT EXISTS (
        SELECT FROM document_snapshot AS snapshot
        WHERE snapshot.document = $2 AND snapshot.revision >= $3)
      ON CONFLICT (document, revision, epoch, chunk) DO UPDATE SET bytes = excluded.bytes
      """;

  private static final String MAKE_CURRENT =
      """
      WITH held AS MATERIALIZED (
        SELECT epoch FROM shard_epoch WHERE shard = $1 FOR SHARE
      ), staged AS (
        SELECT count(*) AS chunks, sum(octet_length(bytes)) AS bytes
        FROM document_snapshot_chunk
        WHERE document = $2 AND revision = $3 AND epoch = $4 AND chunk < $5
      ), last AS (
        SELECT max(revision) AS revision FROM document_update WHERE shard = $1 AND document = $2
      )
      INSERT INTO document_snapshot AS present (document, revision, epoch, chunks, bytes)
      SELECT $2, $3, held.epoch, staged.chunks, staged.bytes FROM held, staged, last
      WHERE held.epoch = $4 AND staged.chunks = $5 AND last.revision >= $3
      ON CONFLICT (document) DO UPDATE
      SET revision = excluded.revision, epoch = excluded.epoch, chunks = excluded.chunks,
          bytes = excluded.bytes, stored_at = now()
      WHERE present.revision < excluded.revision
      """;

  private final Statements statements;

  public PostgresSnapshots(Statements statements) {
    this.statements = statements;
  }

  /** {@code NOT_FOUND} where there is no such document, or it is deleted. */
  public Future<ReadHead.Head> head(ReadHead read) {
    return statements
        .execute(HEAD, Tuple.of(Shards.of(read.document()), read.document().toUuid()))
        .map(
            rows -> {
              Row row = only(rows, "There is no such document.");
              return new ReadHead.Head(
                  row.getUUID(0).toString(),
                  row.getLong(1),
                  row.getLong(2),
                  row.getInteger(3),
                  row.getLong(4));
            });
  }

  public Future<ReadSnapshot.Chunk> read(ReadSnapshot read) {
    return statements
        .execute(CHUNK, Tuple.of(read.document().toUuid(), read.revision(), read.chunk()))
        .map(
            rows -> {
              Row row = only(rows, "A newer snapshot has taken its place; read the head again.");
              return new ReadSnapshot.Chunk(Bytes.of(row.getBuffer(0).getBytes()));
            });
  }

  /** Stores a chunk; the last one makes the snapshot the document's. */
  public Future<StoreSnapshot.Stored> store(StoreSnapshot store) {
    if (!isPossible(store)) {
      return Future.failedFuture(
          new WireFailure(
              Code.INVALID,
              "A snapshot has chunks 0, 1 …, each of up to "
                  + SnapshotFormat.CHUNK_BYTES
                  + " bytes."));
    }
    boolean last = store.chunk() == store.chunks() - 1;
    return (store.chunk() == 0 ? clear(store) : Future.<Void>succeededFuture())
        .compose(cleared -> stage(store))
        .compose(staged -> staged && last ? makeCurrent(store) : Future.succeededFuture(false))
        .compose(current -> current ? clear(store).map(true) : Future.succeededFuture(false))
        .map(StoreSnapshot.Stored::new);
  }

  private static boolean isPossible(StoreSnapshot store) {
    return store.epoch() > 0
        && store.revision() > 0
        && store.chunk() >= 0
        && store.chunk() < store.chunks()
        && !store.bytes().isEmpty()
        && store.bytes().length() <= SnapshotFormat.CHUNK_BYTES;
  }

  private Future<Void> clear(StoreSnapshot store) {
    return statements
        .execute(CLEAR, Tuple.of(shard(store), store.document().toUuid(), store.epoch()))
        .mapEmpty();
  }

  private Future<Boolean> stage(StoreSnapshot store) {
    return statements
        .execute(
            STAGE,
            Tuple.of(
                shard(store),
                store.document().toUuid(),
                store.revision(),
                store.epoch(),
                store.chunk(),
                Buffer.buffer(store.bytes().array())))
        .map(rows -> rows.rowCount() == 1);
  }

  private Future<Boolean> makeCurrent(StoreSnapshot store) {
    return statements
        .execute(
            MAKE_CURRENT,
            Tuple.of(
                shard(store),
                store.document().toUuid(),
                store.revision(),
                store.epoch(),
                store.chunks()))
        .map(rows -> rows.rowCount() == 1);
  }

  private static int shard(StoreSnapshot store) {
    return Shards.of(store.document());
  }

  private static Row only(RowSet<Row> rows, String otherwise) {
    RowIterator<Row> iterator = rows.iterator();
    if (!iterator.hasNext()) {
      throw new WireFailure(Code.NOT_FOUND, otherwise);
    }
    return iterator.next();
  }
}
