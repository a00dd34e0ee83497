package dev.quire.doc.log;

import dev.quire.doc.database.Statements;
import dev.quire.doc.segment.DamagedSegment;
import dev.quire.doc.segment.LoggedUpdate;
import dev.quire.doc.segment.Segment;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.SessionId;
import dev.quire.wire.Shards;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireFailure.Code;
import dev.quire.wire.doc.ReadLog;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log as its readers see it: segments first, rows after them. Both come from one statement, so
 * from one snapshot of the database: a run that is being packed is seen as rows or as a segment,
 * never as neither and never as both. Segments are unpacked on a worker of the caller's context.
 */
public final class LogView {
  private static final Logger log = LoggerFactory.getLogger(LogView.class);

  /**
   * A page's bytes are bounded twice: of segments, the first is read whatever it measures and more
   * while those between have fewer than the bound; of rows, those before which there are fewer.
   */
  private static final String READ =
      """
      WITH segments AS MATERIALIZED (
        SELECT * FROM (
          SELECT first_revision, last_revision, update_bytes, head, updates, digest,
                 sum(update_bytes) OVER (ORDER BY last_revision ROWS UNBOUNDED PRECEDING)
                   - update_bytes - first_value(update_bytes) OVER (ORDER BY last_revision)
                   AS bytes_before
          FROM log_segment
          WHERE shard = $1 AND document = $2 AND last_revision > $3
            AND first_revision <= $3::bigint + $4::bigint
        ) AS segment
        WHERE bytes_before < $5::bigint
      ), tail AS (
        SELECT *, sum(octet_length(update)) OVER (ORDER BY revision ROWS UNBOUNDED PRECEDING)
                  - octet_length(update)
                  + coalesce((SELECT max(bytes_before + update_bytes) FROM segments), 0)
                  AS bytes_before
        FROM (
          SELECT revision, epoch, author, received_at, update, session FROM document_update
          WHERE shard = $1 AND document = $2 AND revision > $3
            AND revision <= $3::bigint + $4::bigint
          ORDER BY revision LIMIT $4::bigint
        ) AS items
      )
      SELECT last.revision AS log_end, part.*
      FROM (
        SELECT coalesce(max(revision), 0) AS revision
        FROM document_update WHERE shard = $1 AND document = $2
      ) AS last
      LEFT JOIN (
        SELECT first_revision, last_revision, NULL::bigint AS epoch,
               NULL::text AS author, NULL::timestamptz AS received_at, updates, head,
               digest, update_bytes, NULL::uuid AS session
        FROM segments
        UNION ALL
        SELECT revision, revision, epoch, author, received_at, update, NULL, NULL, 0, session
        FROM tail WHERE bytes_before < $5::bigint
      ) AS part ON true
      ORDER BY part.first_revision
      """;

  private LogView() {}

  /**
   * One page of the log.
   *
   * @return fails with a {@link WireFailure} and nothing else: {@code INTERNAL} where a revision
   *     that the log must have is not there, or a segment is damaged
   */
  public static Future<ReadLog.Page> read(Statements statements, ReadLog read) {
    if (read.after() < 0 || read.maxItems() < 1 || read.maxBytes() < 1) {
      return Future.failedFuture(
          new WireFailure(Code.INVALID, "A page of nothing, or from below 0."));
    }
    Tuple values =
        Tuple.of(
            Shards.of(read.document()),
            read.document().toUuid(),
            read.after(),
            // So that no sum goes beyond what the database can count.
            Math.min(read.maxItems(), Long.MAX_VALUE - read.after()),
            (long) read.maxBytes());
    return statements
        .execute(READ, values)
        .compose(
            rows ->
                hasSegments(rows)
                    ? onWorker(() -> page(read, rows))
                    : Future.succeededFuture(page(read, rows)));
  }

  private static boolean hasSegments(RowSet<Row> rows) {
    for (Row row : rows) {
      return row.getBuffer("head") != null;
    }
    return false;
  }

  /** Does what takes milliseconds; where there is no context the caller's thread may block. */
  public static <T> Future<T> onWorker(Callable<T> work) {
    Context context = Vertx.currentContext();
    if (context != null) {
      return context.executeBlocking(work, false);
    }
    return Future.future(
        promise -> {
          try {
            promise.complete(work.call());
          } catch (Exception fault) {
            promise.fail(fault);
          }
        });
  }

  private static ReadLog.Page page(ReadLog read, RowSet<Row> rows) {
    long last = 0;
    List<ReadLog.Entry> entries = new ArrayList<>();
    PageBound bound = new PageBound(read);
    for (Row row : rows) {
      last = row.getLong("log_end");
      Long first = row.getLong("first_revision");
      if (first != null && bound.isOpenAt(first)) {
        if (row.getBuffer("head") == null) {
          bound.add(entry(row, first), entries);
        } else {
          unpack(read.document(), row).forEach(one -> bound.add(entry(one), entries));
        }
      }
    }
    if (entries.isEmpty() && read.after() < last) {
      log.error("event=log-gap document={} after={} last={}", read.document(), read.after(), last);
      throw new WireFailure(
          Code.INTERNAL,
          "The log lacks revision " + (read.after() + 1) + ": check the document's integrity.");
    }
    return new ReadLog.Page(last, entries);
  }

  private static ReadLog.Entry entry(Row row, long revision) {
    OffsetDateTime at = row.getOffsetDateTime("received_at");
    return new ReadLog.Entry(
        revision,
        row.getLong("epoch"),
        row.getString("author"),
        at.toInstant().toEpochMilli(),
        Bytes.of(row.getBuffer("updates").getBytes()),
        revision,
        session(row));
  }

  private static ReadLog.Entry entry(LoggedUpdate one) {
    return new ReadLog.Entry(
        one.revision(),
        one.epoch(),
        one.author(),
        Math.floorDiv(one.receivedAtMicros(), 1000L),
        one.update(),
        one.fromRevision(),
        one.session());
  }

  private static List<LoggedUpdate> unpack(DocumentId document, Row row) {
    try {
      return segment(row).unpack();
    } catch (DamagedSegment damaged) {
      log.error(
          "event=segment-damaged document={} first={} detail={}",
          document,
          row.getLong("first_revision"),
          damaged.getMessage());
      throw new WireFailure(
          Code.INTERNAL,
          "A packed part of this document's log is damaged: check the document's integrity.");
    }
  }

  /** A segment out of a row with its table's columns. */
  public static Segment segment(Row row) {
    return new Segment(
        row.getLong("first_revision"),
        row.getLong("last_revision"),
        row.getLong("update_bytes"),
        Bytes.of(row.getBuffer("head").getBytes()),
        Bytes.of(row.getBuffer("updates").getBytes()),
        Bytes.of(row.getBuffer("digest").getBytes()));
  }

  /** A revision out of a row with the log's columns. */
  public static LoggedUpdate row(Row row) {
    return new LoggedUpdate(
        row.getLong("revision"),
        row.getLong("epoch"),
        row.getString("author"),
        micros(row.getOffsetDateTime("received_at")),
        Bytes.of(row.getBuffer("update").getBytes()),
        session(row));
  }

  /** Out of a row with the log's column; null where it is. */
  public static @Nullable SessionId session(Row row) {
    UUID session = row.getUUID("session");
    return session == null ? null : SessionId.of(session);
  }

  /**
   * Whether a row of the log's columns and {@code check_sum} is what was appended; true where it
   * carries no checksum.
   */
  public static boolean isSound(DocumentId document, LoggedUpdate update, Row row) {
    Integer check = row.getInteger("check_sum");
    return check == null
        || check
            == RowCheck.of(
                document.toUuid(),
                update.revision(),
                update.epoch(),
                update.author(),
                update.update().array(),
                update.session());
  }

  /** Microseconds since 1970, as the database keeps them. */
  private static long micros(OffsetDateTime time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant());
  }

  /** Takes what follows without a gap, until the page is full. */
  private static final class PageBound {
    private final int maxItems;
    private final int maxBytes;
    private final long after;
    private long reached;
    private long bytes;
    private boolean closed;

    PageBound(ReadLog read) {
      this.maxItems = read.maxItems();
      this.maxBytes = read.maxBytes();
      this.after = read.after();
      this.reached = read.after();
    }

    boolean isOpenAt(long first) {
      return !closed && first <= reached + 1;
    }

    void add(ReadLog.Entry entry, List<ReadLog.Entry> entries) {
      if (closed || entry.revision() <= after) {
        return;
      }
      if (!entry.follows(reached) || entries.size() == maxItems || bytes >= maxBytes) {
        closed = true;
        return;
      }
      entries.add(entry);
      reached = entry.revision();
      bytes += entry.update().length();
    }
  }
}
