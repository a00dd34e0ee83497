package dev.quire.doc.request;

import static dev.quire.doc.RunningDoc.join;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.doc.database.Database;
import dev.quire.doc.database.TestDatabase;
import dev.quire.kit.rest.Replies;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.doc.KeepAnswer;
import dev.quire.wire.doc.KeepAnswer.Ending;
import dev.quire.wire.doc.TakeKey;
import dev.quire.wire.doc.TakeKey.Outcome;
import dev.quire.wire.doc.TakeKey.Taken;
import dev.quire.wire.rest.RestReply;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KeyedRequestsTest {
  private static final RestReply ANSWER =
      Replies.with(Replies.json(201, new JsonObject().put("id", "x")), "etag", "\"1\"");

  private final Vertx vertx = Vertx.vertx();
  private final Database database = TestDatabase.open(vertx, 1);
  private final KeyedRequests keys =
      new KeyedRequests(database.people(), Clock.systemUTC(), new Random(1));

  @AfterAll
  void close() {
    join(database.close());
    join(vertx.close());
  }

  private static TakeKey request(String caller, String key, String body) {
    return new TakeKey(caller, key, Bytes.of(body.getBytes(StandardCharsets.UTF_8)));
  }

  private Taken take(TakeKey request) {
    return join(keys.take(request));
  }

  private void keep(TakeKey request, Taken begun, Ending ending) {
    DocumentId resource = Objects.requireNonNull(begun.resource());
    join(
        keys.keep(
            new KeepAnswer(
                request.caller(),
                request.key(),
                resource,
                ending,
                ending == Ending.DONE ? ANSWER : null)));
  }

  private static void sql(String statement) throws SQLException {
    try (Connection connection = TestDatabase.connect();
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }

  private static String somebody() {
    return "quire:" + UUID.randomUUID();
  }

  @Test
  void oneOfThoseThatComeAtOnceBegins() {
    TakeKey request = request(somebody(), "k", "body");
    long begun =
        Future.all(IntStream.range(0, 20).mapToObj(i -> keys.take(request)).toList())
            .map(all -> all.<Taken>list().stream().filter(KeyedRequestsTest::isBegun).count())
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    assertThat(begun).isEqualTo(1);
    assertThat(take(request).outcome()).isEqualTo(Outcome.UNDER_WAY);
  }

  private static boolean isBegun(Taken taken) {
    return taken.outcome() == Outcome.BEGUN;
  }

  @Test
  void whoComesAgainGetsTheSameAnswer() {
    TakeKey request = request(somebody(), "k", "body");
    keep(request, take(request), Ending.DONE);
    assertThat(take(request)).isEqualTo(new Taken(Outcome.ANSWERED, null, ANSWER));
  }

  @Test
  void aKeyIsOfOneRequestAndOfOneCaller() {
    String caller = somebody();
    TakeKey request = request(caller, "k", "body");
    Taken begun = take(request);
    TakeKey other = request(caller, "k", "another body");
    assertThat(take(other).outcome()).isEqualTo(Outcome.OTHER_REQUEST);
    keep(request, begun, Ending.DONE);
    assertThat(take(other).outcome()).isEqualTo(Outcome.OTHER_REQUEST);
    assertThat(take(request(somebody(), "k", "body")).outcome()).isEqualTo(Outcome.BEGUN);
  }

  @Test
  void aKeyIsFreeAgainWhenItsRequestWasRefused() {
    String caller = somebody();
    TakeKey request = request(caller, "k", "bad body");
    keep(request, take(request), Ending.REFUSED);
    assertThat(take(request(caller, "k", "better body")).outcome()).isEqualTo(Outcome.BEGUN);
  }

  @Test
  void whatEndedNobodyKnowsHowBeginsAgainForTheSameResource() {
    TakeKey request = request(somebody(), "k", "body");
    Taken first = take(request);
    keep(request, first, Ending.UNKNOWN);
    assertThat(take(request)).isEqualTo(first);
    assertThat(take(request).outcome()).isEqualTo(Outcome.UNDER_WAY);
  }

  @Test
  void whoeverDiedIsFollowedWhenHisTimeIsUp() throws SQLException {
    TakeKey request = request(somebody(), "k", "body");
    Taken first = take(request);
    sql(
        "UPDATE quire_doc.keyed_request SET held_until = now() - interval '1 s' WHERE caller = '"
            + request.caller()
            + "'");
    assertThat(take(request(request.caller(), "k", "other")).outcome())
        .isEqualTo(Outcome.OTHER_REQUEST);
    assertThat(take(request)).isEqualTo(first);
  }

  @Test
  void keysAreForgottenAfterADayAndNotBefore() throws SQLException {
    TakeKey request = request(somebody(), "k", "body");
    keep(request, take(request), Ending.DONE);
    join(keys.sweep());
    assertThat(take(request).outcome()).isEqualTo(Outcome.ANSWERED);
    sql(
        "UPDATE quire_doc.keyed_request SET begun_at = now() - interval '25 h' WHERE caller = '"
            + request.caller()
            + "'");
    assertThat(join(keys.sweep())).isPositive();
    assertThat(take(request).outcome()).isEqualTo(Outcome.BEGUN);
  }

  @Test
  void aCallerHasSoManyKeysAndOthersTheirOwn() throws SQLException {
    String caller = somebody();
    sql(
        "INSERT INTO quire_doc.keyed_request (caller, key, request, resource, begun_at, held_until)"
            + " SELECT '"
            + caller
            + "', 'k' || n, '', gen_random_uuid(), now(), now() FROM generate_series(1, "
            + KeyedRequests.MOST_KEYS
            + ") AS n");
    assertThat(take(request(caller, "one more", "body")).outcome()).isEqualTo(Outcome.TOO_MANY);
    assertThat(take(request(somebody(), "one more", "body")).outcome()).isEqualTo(Outcome.BEGUN);
  }
}
