package dev.quire.edge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.edge.world.Client;
import dev.quire.edge.world.EdgeWorld;
import dev.quire.edge.world.EdgeWorld.Answer;
import dev.quire.edge.world.TestTokens;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rates are one a second here: whoever asks on and on is over it, however slow the machine is. */
@SuppressWarnings("NullAway.Init") // Each test makes its world.
class RequestPaceTest {
  private static final String HERE = "198.51.100.1";
  private static final String ELSEWHERE = "198.51.100.2";
  private static final int MANY = 1_000;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private EdgeWorld world;
  private final AtomicInteger edits = new AtomicInteger();

  @BeforeEach
  void count() {
    Metrics.addRegistry(meters);
  }

  @AfterEach
  void stop() {
    Metrics.removeRegistry(meters);
    world.close();
  }

  @Test
  void whoAsksOnAndOnIsRefusedFromWhereverAndOthersAreNot() {
    world("QUIRE_LIMIT_USER_REQUESTS_PER_SECOND", "1", "QUIRE_LIMIT_USER_REQUESTS_BURST", "3");

    Answer refused = untilRefused("mallory", HERE);

    assertThat(refused.header("content-type")).isEqualTo("application/problem+json");
    assertThat(refused.body().toJsonObject().getString("type"))
        .isEqualTo("urn:quire:problem:too-many-requests");
    assertThat(refused.body().toJsonObject().getString("detail")).contains("Ask again in 1 s");
    assertThat(refused.header("retry-after")).isEqualTo("1");
    untilRefused("mallory", ELSEWHERE);
    assertThat(ask("alice", HERE).status()).isEqualTo(200);
    assertThat(reached("user_requests_per_second")).isGreaterThanOrEqualTo(2);
  }

  @Test
  void whoIsRefusedIsAnsweredAgainHoweverOftenTheyAskMeanwhile() {
    world("QUIRE_LIMIT_USER_REQUESTS_PER_SECOND", "1", "QUIRE_LIMIT_USER_REQUESTS_BURST", "1");
    untilRefused("mallory", HERE);

    await()
        .atMost(Duration.ofSeconds(60))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> ask("mallory", HERE).status() == 200);
  }

  @Test
  void strangersHaveWhatTheirAddressHasWithTokensThatAreNoneToo() {
    world(
        "QUIRE_LIMIT_ADDRESS_REQUESTS_PER_SECOND", "1", "QUIRE_LIMIT_ADDRESS_REQUESTS_BURST", "3");

    untilRefused(() -> get("nonsense", HERE));

    assertThat(get("nonsense", ELSEWHERE).status()).isEqualTo(401);
    assertThat(reached("address_requests_per_second")).isPositive();
  }

  @Test
  void nobodyTakesThePlacesOfAllWithRequestsThatLast() {
    world("QUIRE_LIMIT_REQUESTS_AT_ONCE_EACH", "2");
    for (int round = 1; round <= 2; round++) {
      Promise<Void> answered = Promise.promise();
      world.services.restHeld = answered.future();
      world.services.requests.clear();
      List<CompletableFuture<Answer>> lasting =
          Stream.of("mallory", "mallory").map(this::begin).toList();
      await().atMost(Duration.ofSeconds(30)).until(() -> world.services.requests.size() == 2);

      Answer refused = ask("mallory", HERE);
      CompletableFuture<Answer> alices = begin("alice");

      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.header("retry-after")).isEqualTo("1");
      await().atMost(Duration.ofSeconds(30)).until(() -> world.services.requests.size() == 3);
      answered.complete();
      assertThat(lasting).allSatisfy(each -> assertThat(each.join().status()).isEqualTo(200));
      assertThat(alices.join().status()).isEqualTo(200);
    }
    assertThat(reached("requests_at_once_each")).isEqualTo(2);
  }

  @Test
  void soManyAreAnsweredAtTheSameMomentWhoeverAsks() {
    world("QUIRE_LIMIT_REQUESTS_AT_ONCE", "1");
    Promise<Void> answered = Promise.promise();
    world.services.restHeld = answered.future();
    CompletableFuture<Answer> first = begin("alice");
    await().atMost(Duration.ofSeconds(30)).until(() -> world.services.requests.size() == 1);

    assertThat(ask("bob", HERE).status()).isEqualTo(503);

    assertThat(reached("requests_at_once")).isEqualTo(1);
    answered.complete();
    assertThat(first.join().status()).isEqualTo(200);
    assertThat(ask("bob", HERE).status()).isEqualTo(200);
  }

  /** An edit costs owners and readers the same by whatever way it comes. */
  @Test
  void anEditIsOneOfTheFramesOfItsUserAndOfItsDocument() {
    for (String whose : List.of("USER", "DOCUMENT")) {
      world(
          "QUIRE_LIMIT_" + whose + "_UPDATE_FRAMES_PER_SECOND", "1",
          "QUIRE_LIMIT_" + whose + "_UPDATE_FRAMES_BURST", "3",
          "QUIRE_LIMIT_" + whose + "_UPDATE_FRAMES_PEAK_PER_SECOND", "0");
      Client bob = world.collab().opens("notes", token("bob"));
      for (int i = 0; i < 8; i++) {
        bob.push(Client.update("notes", (byte) 1, (byte) i));
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> bob.countCollab("sync-status applied") >= 2);

      List<Answer> answers = together(8, () -> edit("bob"));

      assertThat(answers).extracting(Answer::status).contains(429).containsOnly(200, 429);
      Answer refused =
          answers.stream().filter(each -> each.status() == 429).findAny().orElseThrow();
      assertThat(refused.body().toJsonObject().getString("detail"))
          .contains("update_frames_per_second");
      assertThat(refused.header("retry-after")).matches("[1-9][0-9]*");
      assertThat(reached(whose.toLowerCase(Locale.ROOT) + "_update_frames_per_second"))
          .isPositive();
      assertThat(ask("bob", HERE).status()).isEqualTo(200);
      world.close();
    }
  }

  @Test
  void anEditThatHasToWaitForALittleIsTakenAllTheSame() {
    world(
        "QUIRE_LIMIT_USER_UPDATE_FRAMES_PER_SECOND", "20",
        "QUIRE_LIMIT_USER_UPDATE_FRAMES_BURST", "1",
        "QUIRE_LIMIT_USER_UPDATE_FRAMES_PEAK_PER_SECOND", "0");
    List<Answer> answers = together(10, () -> edit("bob"));

    assertThat(answers).extracting(Answer::status).containsOnly(200);
    assertThat(reached("user_update_frames_per_second")).isPositive();
  }

  private static List<Answer> together(int many, Supplier<Answer> ask) {
    List<CompletableFuture<Answer>> asked =
        Stream.generate(() -> CompletableFuture.supplyAsync(ask)).limit(many).toList();
    return asked.stream().map(CompletableFuture::join).toList();
  }

  private Answer edit(String user) {
    return world.request(
        HttpMethod.POST,
        "/api/v1/documents/notes/updates",
        Map.of(
            "Authorization", "Bearer " + token(user), "Content-Type", "application/octet-stream"),
        Buffer.buffer(new byte[] {1, (byte) edits.incrementAndGet()}));
  }

  private String token(String user) {
    return world.tokens.external(TestTokens.externalClaims("editor").put("sub", user));
  }

  @Test
  void whereRatesAreLiftedSoIsThisOne() {
    world(
        "QUIRE_LIMIT_UPDATE_FRAMES_PER_SECOND", "0",
        "QUIRE_LIMIT_USER_REQUESTS_PER_SECOND", "1",
        "QUIRE_LIMIT_USER_REQUESTS_BURST", "1");
    for (int i = 0; i < 10; i++) {
      assertThat(ask("mallory", HERE).status()).isEqualTo(200);
    }
  }

  private void world(String... settings) {
    world =
        new EdgeWorld(
            Stream.concat(Stream.of("QUIRE_EDGE_TRUSTED_PROXIES", "127.0.0.1"), Stream.of(settings))
                .toArray(String[]::new));
  }

  private Answer untilRefused(String user, String address) {
    return untilRefused(() -> ask(user, address));
  }

  private static Answer untilRefused(Supplier<Answer> ask) {
    return Stream.generate(ask)
        .limit(MANY)
        .filter(answer -> answer.status() == 429)
        .findFirst()
        .orElseThrow();
  }

  private CompletableFuture<Answer> begin(String user) {
    return CompletableFuture.supplyAsync(() -> ask(user, HERE));
  }

  private Answer ask(String user, String address) {
    return get(token(user), address);
  }

  private Answer get(String token, String address) {
    return world.request(
        HttpMethod.GET,
        "/api/v1/documents",
        Map.of("Authorization", "Bearer " + token, "X-Forwarded-For", address),
        Buffer.buffer());
  }

  private double reached(String limit) {
    return meters.find("quire.edge.limit.reached").tag("limit", limit).counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }
}
