package dev.quire.doc.search;

import dev.quire.doc.database.Statements;
import dev.quire.wire.DocumentId;
import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.Append.Appended;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Which documents' texts are to be read again. For one event loop; the table is shared by all. */
final class DueTexts {
  /** Ids kept in memory at most; of more, the sweep finds those that weren't kept. */
  private static final int MOST_NOTED = 20_000;

  /** How long a claim holds. Its document is claimed again by others afterwards. */
  private static final String LEASE = "interval '60 seconds'";

  private static final String WRITE =
      """
      INSERT INTO text_due (document)
      SELECT id FROM document WHERE id = ANY ($1) ORDER BY id
      ON CONFLICT (document) DO UPDATE SET mark = nextval('text_due_mark')
      """;

  /** A mark of 0 is of a document that rests and was not edited since; with the rest it ends. */
  private static final String CLAIM =
      """
      WITH rested AS (
        DELETE FROM text_due WHERE document IN (
          SELECT document FROM text_due WHERE mark = 0 AND due_at <= now() FOR UPDATE SKIP LOCKED)
      )
      UPDATE text_due SET due_at = now() + %s
      WHERE document IN (
        SELECT document FROM text_due WHERE due_at <= now() AND mark <> 0
        ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
      RETURNING document, mark
      """
          .formatted(LEASE);

  private static final String FINISH =
      """
      UPDATE text_due SET mark = CASE WHEN mark = $2 THEN 0 ELSE mark END,
                          due_at = now() + make_interval(secs => $3 / 1000.0)
      WHERE document = $1
      """;

  /** One page of the sweep: documents whose log goes on beyond what search knows. */
  private static final String SWEEP =
      """
      WITH page AS MATERIALIZED (
        SELECT id, shard FROM document WHERE id > $1 AND deleted_at IS NULL ORDER BY id LIMIT $2
      ), due AS (
        INSERT INTO text_due (document)
        SELECT page.id FROM page LEFT JOIN document_text AS known ON known.document = page.id
        WHERE known.document IS NULL
          OR coalesce(last_revision(page.shard, page.id), 0) > known.revision
        ORDER BY page.id
        ON CONFLICT (document) DO UPDATE SET mark = nextval('text_due_mark') WHERE text_due.mark = 0
      )
      SELECT id FROM page ORDER BY id DESC LIMIT 1
      """;

  private static final String PUT_BACK =
      "UPDATE text_due SET due_at = now() + interval '2 seconds' WHERE document = $1";

  private final Statements statements;
  private final TreeSet<UUID> noted = new TreeSet<>();
  private boolean forgot;

  DueTexts(Statements statements) {
    this.statements = statements;
  }

  /**
   * One to read, claimed for a minute.
   *
   * @param mark what {@link #finish} is to name
   */
  record Claim(DocumentId document, long mark) {}

  /** Notes the documents of an append. */
  void appended(Append append, Append.Result result) {
    for (int i = 0; i < result.outcomes().size(); i++) {
      if (result.outcomes().get(i) instanceof Appended) {
        note(append.documents().get(i).document().toUuid());
      }
    }
  }

  /** Notes a document whose title or text has changed. */
  void note(UUID document) {
    if (noted.size() < MOST_NOTED) {
      noted.add(document);
    } else {
      forgot = true;
    }
  }

  /** Whether more was noted than could be kept since this was asked last. */
  boolean forgot() {
    boolean answer = forgot;
    forgot = false;
    return answer;
  }

  /** Writes down what was noted; where that fails it stays noted. */
  Future<Void> write() {
    if (noted.isEmpty()) {
      return Future.succeededFuture();
    }
    Set<UUID> written = Set.copyOf(noted);
    noted.clear();
    return statements
        .execute(WRITE, Tuple.of(written.toArray(UUID[]::new)))
        .<Void>mapEmpty()
        .onFailure(fault -> written.forEach(this::note));
  }

  /** Some that nobody else reads, those due the longest first. */
  Future<List<Claim>> claim(int most) {
    return statements
        .execute(CLAIM, Tuple.of((long) most))
        .map(
            rows ->
                rows.stream()
                    .map(row -> new Claim(DocumentId.of(row.getUUID(0)), row.getLong(1)))
                    .toList());
  }

  /**
   * It has been read. It now rests, and is due afterwards if it was edited meanwhile or is by then.
   *
   * @param pauseMillis how long it rests
   */
  Future<Void> finish(Claim claim, double pauseMillis) {
    return statements
        .execute(FINISH, Tuple.of(claim.document().toUuid(), claim.mark(), pauseMillis))
        .mapEmpty();
  }

  /** It could not be read: in two seconds somebody tries again. */
  Future<Void> putBack(Claim claim) {
    return statements.execute(PUT_BACK, Tuple.of(claim.document().toUuid())).mapEmpty();
  }

  /**
   * Looks through some documents, in the order of their ids.
   *
   * @return the last one looked at; null where there are none after it
   */
  Future<UUID> sweep(UUID after, int most) {
    return statements
        .execute(SWEEP, Tuple.of(after, (long) most))
        .map(rows -> rows.stream().findFirst().map(row -> row.getUUID(0)).orElse(null));
  }
}
