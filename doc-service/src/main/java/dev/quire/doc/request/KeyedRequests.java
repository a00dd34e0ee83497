package dev.quire.doc.request;

import dev.quire.doc.database.Statements;
import dev.quire.doc.document.Uuid7;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.doc.KeepAnswer;
import dev.quire.wire.doc.TakeKey;
import dev.quire.wire.doc.TakeKey.Outcome;
import dev.quire.wire.doc.TakeKey.Taken;
import dev.quire.wire.rest.RestReply;
import dev.quire.wire.rest.RestRequest.Pair;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Keys, and the answers that were given under them. Fails like {@link Statements#execute}. */
public final class KeyedRequests {
  /** How long a request may take to be answered; then it may begin again. */
  static final double PATIENCE_SECONDS = 120;

  /** How long a key is remembered. */
  static final double KEPT_SECONDS = 24 * 3600;

  /** The most keys of one caller. */
  static final int MOST_KEYS = 10_000;

  /** Rows forgotten by one statement. */
  private static final int SWEPT_AT_ONCE = 5_000;

  private static final String TAKE =
      """
      INSERT INTO keyed_request AS held (caller, key, request, resource, begun_at, held_until)
      SELECT $1, $2, $3, $4, now(), now() + make_interval(secs => $5)
      WHERE (SELECT count(*) FROM (
          SELECT 1 FROM keyed_request WHERE caller = $1 LIMIT $6) AS used) < $6
      ON CONFLICT (caller, key) DO UPDATE SET held_until = EXCLUDED.held_until
      WHERE held.status IS NULL AND held.held_until < now() AND held.request = EXCLUDED.request
      RETURNING resource
      """;

  private static final String READ =
      """
      SELECT request = $3 AS same, status, headers, body
      FROM keyed_request WHERE caller = $1 AND key = $2
      """;

  private static final String DONE =
      """
      UPDATE keyed_request SET status = $4, headers = $5, body = $6
      WHERE caller = $1 AND key = $2 AND resource = $3 AND status IS NULL
      """;

  private static final String REFUSED =
      """
      DELETE FROM keyed_request
      WHERE caller = $1 AND key = $2 AND resource = $3 AND status IS NULL
      """;

  private static final String UNKNOWN =
      """
      UPDATE keyed_request SET held_until = now()
      WHERE caller = $1 AND key = $2 AND resource = $3 AND status IS NULL
      """;

  private static final String SWEEP =
      """
      DELETE FROM keyed_request WHERE (caller, key) IN (
        SELECT caller, key FROM keyed_request
        WHERE begun_at < now() - make_interval(secs => $1) ORDER BY begun_at LIMIT $2)
      """;

  private final Statements statements;
  private final Clock clock;
  private final RandomGenerator random;

  /**
   * @param clock for the ids of resources; how long something lasts is the database's to say
   */
  public KeyedRequests(Statements statements, Clock clock, RandomGenerator random) {
    this.statements = statements;
    this.clock = clock;
    this.random = random;
  }

  /** Who comes first is told to begin; everybody else what became of it. */
  public Future<Taken> take(TakeKey question) {
    Tuple first =
        Tuple.tuple()
            .addString(question.caller())
            .addString(question.key())
            .addBuffer(Buffer.buffer(question.request().array()))
            .addUUID(Uuid7.of(clock.millis(), random))
            .addDouble(PATIENCE_SECONDS)
            .addLong((long) MOST_KEYS);
    return statements
        .execute(TAKE, first)
        .compose(
            begun ->
                begun.rowCount() == 1
                    ? Future.succeededFuture(begun(begun.iterator().next()))
                    : read(question));
  }

  private static Taken begun(Row row) {
    return new Taken(Outcome.BEGUN, DocumentId.of(row.getUUID(0)), null);
  }

  private Future<Taken> read(TakeKey question) {
    Tuple values =
        Tuple.of(question.caller(), question.key(), Buffer.buffer(question.request().array()));
    return statements
        .execute(READ, values)
        .map(
            rows ->
                rows.stream()
                    .findFirst()
                    .map(KeyedRequests::known)
                    .orElseGet(() -> new Taken(Outcome.TOO_MANY, null, null)));
  }

  private static Taken known(Row row) {
    if (!row.getBoolean("same")) {
      return new Taken(Outcome.OTHER_REQUEST, null, null);
    }
    Integer status = row.getInteger("status");
    if (status == null) {
      return new Taken(Outcome.UNDER_WAY, null, null);
    }
    String[] texts = Optional.ofNullable(row.getArrayOfStrings("headers")).orElse(new String[0]);
    List<Pair> headers = new ArrayList<>();
    for (int i = 0; i + 1 < texts.length; i += 2) {
      headers.add(new Pair(texts[i], texts[i + 1]));
    }
    Bytes body = Bytes.of(row.getBuffer("body").getBytes());
    return new Taken(Outcome.ANSWERED, null, new RestReply(status, List.copyOf(headers), body));
  }

  /**
   * Of whoever began; a word that comes late, when the request has begun again, changes nothing.
   */
  public Future<KeepAnswer.Kept> keep(KeepAnswer ended) {
    Tuple values = Tuple.of(ended.caller(), ended.key(), ended.resource().toUuid());
    RestReply answer = ended.answer();
    Future<RowSet<Row>> kept =
        switch (ended.ending()) {
          case DONE ->
              answer == null
                  ? statements.execute(UNKNOWN, values)
                  : statements.execute(DONE, withAnswer(values, answer));
          case REFUSED -> statements.execute(REFUSED, values);
          case UNKNOWN -> statements.execute(UNKNOWN, values);
        };
    return kept.map(done -> new KeepAnswer.Kept());
  }

  private static Tuple withAnswer(Tuple values, RestReply answer) {
    String[] headers =
        answer.headers().stream()
            .flatMap(header -> Arrays.stream(new String[] {header.name(), header.value()}))
            .toArray(String[]::new);
    return values
        .addInteger(answer.status())
        .addArrayOfString(headers)
        .addBuffer(Buffer.buffer(answer.body().array()));
  }

  /** Forgets keys whose time is over, some at a time; how many. */
  public Future<Integer> sweep() {
    return statements.execute(SWEEP, Tuple.of(KEPT_SECONDS, SWEPT_AT_ONCE)).map(RowSet::rowCount);
  }
}
