package dev.quire.edge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.kit.rest.Problem;
import dev.quire.kit.rest.Replies;
import dev.quire.wire.Bus;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Principal;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireFailure.Code;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.KeepAnswer;
import dev.quire.wire.doc.KeepAnswer.Ending;
import dev.quire.wire.doc.TakeKey;
import dev.quire.wire.doc.TakeKey.Outcome;
import dev.quire.wire.doc.TakeKey.Taken;
import dev.quire.wire.rest.RestReply;
import dev.quire.wire.rest.RestRequest;
import dev.quire.wire.rest.RestRequest.Pair;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdempotencyKeysTest {
  private static final long PATIENCE_SECONDS = 20;
  private static final int MOST_KEYS = 3;
  private static final DocumentId RESOURCE = new DocumentId(1, 2);
  private static final String SECRET = "{\"token\":\"told once\"}";

  private final Vertx vertx = Vertx.vertx();
  private final IdempotencyKeys keys = new IdempotencyKeys(vertx, Bus.on(vertx));

  /** doc-service's part of it: digests and answers by caller and key. */
  private final Map<String, Bytes> digests = new HashMap<>();

  private final Map<String, RestReply> answers = new HashMap<>();
  private final List<KeepAnswer> kept = new ArrayList<>();

  /** What was carried out. */
  private final List<RestRequest> done = new ArrayList<>();

  @BeforeEach
  void keepKeys() {
    join(
        Bus.on(vertx)
            .answers()
            .to(DocCalls.TAKE_KEY, take -> Future.succeededFuture(take(take)))
            .to(
                DocCalls.KEEP_ANSWER,
                keep -> {
                  keep(keep);
                  return Future.succeededFuture(new KeepAnswer.Kept());
                })
            .ready());
  }

  @AfterEach
  void close() {
    join(vertx.close());
  }

  private synchronized Taken take(TakeKey take) {
    String key = take.caller() + ' ' + take.key();
    if (!digests.containsKey(key) && digests.size() == MOST_KEYS) {
      return new Taken(Outcome.TOO_MANY, null, null);
    }
    Bytes before = digests.putIfAbsent(key, take.request());
    if (before == null) {
      return new Taken(Outcome.BEGUN, RESOURCE, null);
    }
    if (!before.equals(take.request())) {
      return new Taken(Outcome.OTHER_REQUEST, null, null);
    }
    RestReply answer = answers.get(key);
    return answer == null
        ? new Taken(Outcome.UNDER_WAY, null, null)
        : new Taken(Outcome.ANSWERED, null, answer);
  }

  private synchronized void keep(KeepAnswer keep) {
    kept.add(keep);
    String key = keep.caller() + ' ' + keep.key();
    if (keep.ending() == Ending.DONE && keep.answer() != null) {
      answers.put(key, keep.answer());
    } else {
      digests.remove(key);
    }
  }

  private static <T> T join(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  private static RestRequest request(String key, String body, String user) {
    return request("POST", "/api/v1/documents", key, body, user);
  }

  private static RestRequest request(
      String method, String path, String key, String body, String user) {
    return new RestRequest(
        method,
        path,
        List.of(),
        List.of(new Pair("content-type", "application/json"), new Pair("idempotency-key", key)),
        new Principal(Principal.Realm.QUIRE, user, user, "", 0, List.of()),
        "127.0.0.1",
        Bytes.of(body.getBytes(StandardCharsets.UTF_8)));
  }

  private RestReply answer(RestRequest request, Function<RestRequest, Future<RestReply>> handler) {
    return join(keys.answer(request, handler));
  }

  private Future<RestReply> create(RestRequest request) {
    done.add(request);
    return Future.succeededFuture(
        Replies.bytes(201, "application/json", SECRET.getBytes(StandardCharsets.UTF_8)));
  }

  private static Optional<String> header(RestReply reply, String name) {
    return reply.headers().stream()
        .filter(header -> header.name().equals(name))
        .map(Pair::value)
        .findFirst();
  }

  @Test
  void aRequestThatComesAgainIsAnsweredAsBeforeAndNotCarriedOut() {
    RestReply first = answer(request("k", "{}", "ann"), this::create);
    RestReply second = answer(request("k", "{}", "ann"), this::create);
    assertThat(done).hasSize(1);
    assertThat(done.get(0).resource()).isEqualTo(RESOURCE);
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(header(first, "idempotent-replayed")).isEmpty();
    assertThat(header(second, "idempotent-replayed")).contains("true");
  }

  @Test
  void whatIsKeptTellsNeitherTheKeyNorTheAnswer() {
    answer(request("a-key-of-mine", "{}", "ann"), this::create);
    KeepAnswer stored = kept.get(0);
    RestReply answer = Objects.requireNonNull(stored.answer());
    assertThat(new String(answer.body().array(), StandardCharsets.ISO_8859_1))
        .doesNotContain("told once");
    assertThat(stored.key()).doesNotContain("mine");
  }

  @ParameterizedTest
  @CsvSource({
    "POST,/api/v1/documents,{}2",
    "POST,/api/v1/documents/x/links,{}",
  })
  void anotherRequestUnderTheSameKeyIsAMistake(String method, String path, String body) {
    answer(request("k", "{}", "ann"), this::create);
    assertThatThrownBy(() -> answer(request(method, path, "k", body, "ann"), this::create))
        .hasRootCauseInstanceOf(Problem.class)
        .rootCause()
        .satisfies(
            fault -> {
              assertThat(((Problem) fault).status()).isEqualTo(422);
              assertThat(type((Problem) fault)).endsWith(":idempotency-key-reused");
            });
    assertThat(done).hasSize(1);
  }

  private static String type(Problem problem) {
    return new String(problem.reply().body().array(), StandardCharsets.UTF_8)
        .replaceFirst("(?s).*\"type\"\\s*:\\s*\"([^\"]*)\".*", "$1");
  }

  @Test
  void aRequestThatIsStillBeingAnsweredIsToComeAgain() {
    Promise<RestReply> answered = Promise.promise();
    Promise<Void> begun = Promise.promise();
    Future<RestReply> first =
        keys.answer(
            request("k", "{}", "ann"),
            carried -> {
              begun.complete();
              return answered.future();
            });
    join(begun.future());
    RestReply second = answer(request("k", "{}", "ann"), this::create);
    assertThat(second.status()).isEqualTo(409);
    assertThat(header(second, "retry-after")).contains("1");
    assertThat(done).isEmpty();

    answered.complete(Replies.bytes(201, "text/plain", new byte[] {1}));
    join(first);
    RestReply third = answer(request("k", "{}", "ann"), this::create);
    assertThat(third.body()).isEqualTo(Bytes.of(new byte[] {1}));
    assertThat(done).isEmpty();
  }

  @Test
  void keysOfDifferentCallersAreDifferent() {
    answer(request("k", "{}", "ann"), this::create);
    answer(request("k", "{}", "ben"), this::create);
    assertThat(done).hasSize(2);
  }

  @Test
  void aCallerHasSoManyKeysAndNoMore() {
    for (int i = 0; i < MOST_KEYS; i++) {
      answer(request("k" + i, "{}", "ann"), this::create);
    }
    assertThatThrownBy(() -> answer(request("one-more", "{}", "ann"), this::create))
        .rootCause()
        .extracting(fault -> ((Problem) fault).status())
        .isEqualTo(429);
    assertThat(done).hasSize(MOST_KEYS);
  }

  @Test
  void aRefusalFreesTheKey() {
    assertThat(
            answer(
                    request("k", "{}", "ann"),
                    refused -> Future.succeededFuture(Problem.forbidden("No.").reply()))
                .status())
        .isEqualTo(403);
    assertThat(kept).extracting(KeepAnswer::ending).containsExactly(Ending.REFUSED);
    answer(request("k", "{\"other\":1}", "ann"), this::create);
    assertThat(done).hasSize(1);
  }

  @Test
  void afterAFaultTheSameRequestMayBeginAgain() {
    assertThatThrownBy(
            () ->
                answer(
                    request("k", "{}", "ann"),
                    lost -> Future.failedFuture(new WireFailure(Code.TIMEOUT, "gone"))))
        .hasRootCauseInstanceOf(WireFailure.class);
    assertThat(kept).extracting(KeepAnswer::ending).containsExactly(Ending.UNKNOWN);
    answer(request("k", "{}", "ann"), this::create);
    assertThat(done).hasSize(1);
  }

  @Test
  void anAnswerTooLongToKeepIsGivenAndNotKept() {
    byte[] longest = new byte[(64 << 10) + 1];
    RestReply given =
        answer(
            request("k", "{}", "ann"),
            big -> Future.succeededFuture(Replies.bytes(201, "text/plain", longest)));
    assertThat(given.body().length()).isEqualTo(longest.length);
    assertThat(kept.get(0).answer()).isNull();
  }

  @Test
  void aLongBodyCountsAsWell() {
    String body = "x".repeat(200 << 10);
    answer(request("k", body + "1", "ann"), this::create);
    assertThatThrownBy(() -> answer(request("k", body + "2", "ann"), this::create))
        .rootCause()
        .extracting(fault -> ((Problem) fault).status())
        .isEqualTo(422);
  }

  @Test
  void noKeyIsTakenForWhatNeedsNone() {
    answer(request("PUT", "/api/v1/documents/x/content", "k", "{}", "ann"), this::create);
    answer(request("POST", "/api/v1/auth/login", "k", "{}", "ann"), this::create);
    assertThat(digests).isEmpty();
    assertThat(done).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"''", "a b", "ä"})
  void aKeyThatCannotBeOneIsRefused(String key) {
    assertThatThrownBy(() -> answer(request(key, "{}", "ann"), this::create))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("255");
    assertThat(done).isEmpty();
  }
}
