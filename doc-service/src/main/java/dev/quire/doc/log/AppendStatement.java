package dev.quire.doc.log;

import dev.quire.wire.SessionId;
import dev.quire.wire.Shards;
import dev.quire.wire.WireFailure;
import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.Append.Appended;
import dev.quire.wire.doc.Append.Conflict;
import dev.quire.wire.doc.Append.Fenced;
import dev.quire.wire.doc.Append.Outcome;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The fenced batch append: one statement, whose three steps depend on each other in this order.
 *
 * <ol>
 *   <li>{@code held} locks the epoch rows of the batch {@code FOR SHARE}, in the order of their
 *       shards. It waits for a takeover under way and then sees the epoch that the takeover left,
 *       although the statement's snapshot is older; and a takeover waits for this statement's
 *       commit. Sharing lets two appends of one shard run side by side.
 *   <li>{@code judged} reads each document's last revision as it is after that wait: {@code
 *       last_revision} has a snapshot of its own at each call. What it cannot see is an append of
 *       the same document that is still open.
 *   <li>{@code inserted} inserts the parts whose epoch is the present one and whose base is that
 *       last revision. Where an open append of the same document commits first, {@code base + 1} is
 *       in the log by then, and the primary key fails the whole statement: nothing is inserted, and
 *       {@link PostgresOpLog} runs it again, which judges that part a conflict.
 * </ol>
 *
 * <p>Rows are inserted in the order of their keys, so that two appends of the same documents meet
 * at the first of them and neither waits for the other in a circle.
 */
final class AppendStatement {
  static final String SQL =
      """
      WITH held AS MATERIALIZED (
        SELECT shard, epoch FROM shard_epoch WHERE shard = ANY ($1) ORDER BY shard FOR SHARE
      ), judged AS MATERIALIZED (
        SELECT part.ordinal, part.shard, part.document, part.epoch, part.base,
               held.epoch AS present_epoch,
               coalesce(last_revision(part.shard, part.document), 0) AS present_revision
        FROM unnest($1::integer[], $2::uuid[], $3::bigint[], $4::bigint[])
             WITH ORDINALITY AS part (shard, document, epoch, base, ordinal)
        JOIN held USING (shard)
      ), inserted AS (
        INSERT INTO document_update
          (shard, document, revision, epoch, author, update, check_sum, session)
        SELECT judged.shard, judged.document, judged.base + item.place, judged.epoch,
               item.author, item.update, item.check_sum, item.session
        FROM unnest($5::bigint[], $6::integer[], $7::text[], $8::bytea[], $9::integer[],
                    $10::uuid[])
             AS item (ordinal, place, author, update, check_sum, session)
        JOIN judged USING (ordinal)
        WHERE judged.epoch = judged.present_epoch AND judged.base = judged.present_revision
        ORDER BY 1, 2, 3
      )
      SELECT present_epoch, present_revision FROM judged ORDER BY ordinal
      """;

  private AppendStatement() {}

  /**
   * @throws WireFailure {@code INVALID} where a document comes twice, a part is empty or its
   *     numbers cannot be
   */
  static void check(Append append) {
    Set<Object> documents = new HashSet<>();
    for (Append.Part part : append.documents()) {
      require(documents.add(part.document()), "a document twice");
      require(!part.updates().isEmpty(), "a part without updates");
      require(part.epoch() > 0, "an epoch that nobody can hold");
      require(part.base() >= 0, "a base below 0");
    }
  }

  private static void require(boolean right, String otherwise) {
    if (!right) {
      throw new WireFailure(WireFailure.Code.INVALID, "An append with " + otherwise + ".");
    }
  }

  static Tuple parameters(Append append) {
    List<Append.Part> parts = append.documents();
    int items = parts.stream().mapToInt(part -> part.updates().size()).sum();
    Integer[] shards = new Integer[parts.size()];
    UUID[] documents = new UUID[parts.size()];
    Long[] epochs = new Long[parts.size()];
    Long[] bases = new Long[parts.size()];
    Long[] ordinals = new Long[items];
    Integer[] places = new Integer[items];
    String[] authors = new String[items];
    Buffer[] updates = new Buffer[items];
    Integer[] checks = new Integer[items];
    @Nullable UUID[] sessions = new UUID[items];
    int item = 0;
    for (int i = 0; i < parts.size(); i++) {
      Append.Part part = parts.get(i);
      shards[i] = Shards.of(part.document());
      documents[i] = part.document().toUuid();
      epochs[i] = part.epoch();
      bases[i] = part.base();
      int place = 1;
      for (Append.Update update : part.updates()) {
        ordinals[item] = i + 1L;
        places[item] = place;
        authors[item] = update.author();
        byte[] bytes = update.update().array();
        updates[item] = Buffer.buffer(bytes);
        SessionId session = update.session();
        sessions[item] = session == null ? null : session.toUuid();
        checks[item++] =
            RowCheck.of(
                documents[i], part.base() + place++, part.epoch(), update.author(), bytes, session);
      }
    }
    return Tuple.of(shards, documents, epochs, bases, ordinals, places)
        .addValue(authors)
        .addValue(updates)
        .addValue(checks)
        .addValue(sessions);
  }

  /** What the rows say about each part: they come in the order of the parts, one each. */
  static Append.Result result(Append append, RowSet<Row> rows) {
    List<Outcome> outcomes = new ArrayList<>(append.documents().size());
    int i = 0;
    for (Row row : rows) {
      outcomes.add(outcome(append.documents().get(i++), row.getLong(0), row.getLong(1)));
    }
    if (i != append.documents().size()) {
      throw new IllegalStateException(i + " answers to " + append.documents().size() + " parts");
    }
    return new Append.Result(outcomes);
  }

  private static Outcome outcome(Append.Part part, long presentEpoch, long presentRevision) {
    if (part.epoch() != presentEpoch) {
      return new Fenced(presentEpoch);
    }
    if (part.base() != presentRevision) {
      return new Conflict(presentRevision);
    }
    return new Appended(part.base() + part.updates().size());
  }
}
