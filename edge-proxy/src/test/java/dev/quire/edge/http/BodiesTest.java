package dev.quire.edge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.edge.world.EdgeWorld;
import dev.quire.edge.world.EdgeWorld.Answer;
import dev.quire.edge.world.RawClient;
import dev.quire.kit.limit.ReachedLimits;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What bodies may hold, and for how long: those of strangers little. */
class BodiesTest {
  private static final String LOGIN = "/api/v1/auth/login";
  private static final int LONGEST_OF_A_STRANGER = 64 << 10;
  private static final int ALL_OF_STRANGERS = 32 << 20;

  private final ReachedLimits limits = new ReachedLimits();
  private EdgeWorld world = new EdgeWorld();

  private void world(String... settings) {
    world.close();
    world = new EdgeWorld(settings);
  }

  @AfterEach
  void stop() {
    world.close();
    limits.close();
  }

  @Test
  void aStrangersBodyIsShort() {
    assertThat(login(LONGEST_OF_A_STRANGER).status()).isEqualTo(200);
    assertThat(login(LONGEST_OF_A_STRANGER + 1).status()).isEqualTo(413);
    assertThat(limits.reached("body_bytes")).isEqualTo(1);
  }

  @Test
  void whoSaysNothingOfTheLengthIsHeldToItTheSame() {
    RawClient sender =
        world
            .raw()
            .send("POST " + LOGIN + " HTTP/1.1", "Host: x", "Transfer-Encoding: chunked", "");
    for (int i = 0; i < 3; i++) {
      sender.send(Integer.toHexString(30_000)).send(new byte[30_000]).send("");
    }
    await().until(() -> sender.text().startsWith("HTTP/1.1 413"));
    assertThat(limits.reached("body_bytes")).isEqualTo(1);
  }

  @Test
  void aBodyThatComesByteByByteIsWaitedForOnlySoLong() {
    world("QUIRE_LIMIT_AUTHENTICATE_MILLIS", "500", "QUIRE_LIMIT_BODY_MILLIS", "500");
    RawClient stranger = slowly(1_000, 10);
    RawClient known =
        world
            .raw()
            .send(
                "POST /api/v1/documents HTTP/1.1",
                "Host: x",
                "Authorization: Bearer " + world.tokens.external("editor"),
                "Content-Length: 1000",
                "");
    await().until(() -> stranger.text().startsWith("HTTP/1.1 408"));
    await().until(() -> known.text().startsWith("HTTP/1.1 408"));
    assertThat(limits.reached("body_millis")).isEqualTo(2);
  }

  @Test
  void thoseWhoAreKnownTogetherHoldNoMoreThanTheyMay() {
    world("QUIRE_LIMIT_BODY_BYTES", "1048576", "QUIRE_LIMIT_ALL_BODY_BYTES", "1048576");
    String token = world.tokens.external("editor");
    List<RawClient> holding = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      holding.add(
          world
              .raw()
              .send(
                  "POST /api/v1/documents HTTP/1.1",
                  "Host: x",
                  "Authorization: Bearer " + token,
                  "Content-Length: 600001",
                  "")
              .send(new byte[600_000]));
    }

    await().until(() -> holding.stream().anyMatch(one -> one.text().startsWith("HTTP/1.1 503")));
    assertThat(limits.reached("all_body_bytes")).isPositive();
    assertThat(login(100).status()).as("strangers have an eighth of it besides").isEqualTo(200);
  }

  @Test
  void whoSendsMoreThanIsWantedSeesTheAnswerAllTheSame() {
    RawClient sender =
        world.raw().send("POST " + LOGIN + " HTTP/1.1", "Host: x", "Content-Length: 9000000", "");
    await().until(() -> sender.text().startsWith("HTTP/1.1 413"));
    assertThat(sender.closed).isFalse();
    await().until(() -> sender.closed);
  }

  @Test
  void aStrangersDocumentIsRefusedForItsStrangerAndNotRead() {
    Answer answer = post("/api/v1/documents", Map.of(), new byte[1 << 20]);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.body().toString()).contains("Authorization: Bearer");
    assertThat(world.services.requests).isEmpty();
  }

  @Test
  void somebodyKnownMaySendMore() {
    Map<String, String> known =
        Map.of("Authorization", "Bearer " + world.tokens.external("editor"));
    byte[] padded = new byte[1 << 20];
    Arrays.fill(padded, (byte) ' ');
    byte[] member =
        "{\"email\":\"bob@example.org\",\"role\":\"editor\"}".getBytes(StandardCharsets.UTF_8);
    System.arraycopy(member, 0, padded, 0, member.length);
    assertThat(
            post("/api/v1/documents/01926f3c-7c00-7abc-8000-000000000001/members", known, padded)
                .status())
        .isEqualTo(200);
  }

  @Test
  void bodiesThatDoNotComeKeepNobodyElseWaiting() {
    for (int i = 0; i < 600; i++) {
      slowly(10, 0);
    }
    assertThat(login(100).status()).isEqualTo(200);
  }

  @Test
  void strangersTogetherHoldNoMoreThanTheyMay() {
    List<RawClient> holding = new ArrayList<>();
    int each = LONGEST_OF_A_STRANGER - 1;
    for (int i = 0; i <= ALL_OF_STRANGERS / each; i++) {
      holding.add(slowly(LONGEST_OF_A_STRANGER, each));
    }
    await()
        .untilAsserted(
            () -> assertThat(holding).anyMatch(one -> one.text().startsWith("HTTP/1.1 503")));
    await().untilAsserted(() -> assertThat(login(each).status()).isEqualTo(503));

    holding.forEach(RawClient::close);
    await().untilAsserted(() -> assertThat(login(each).status()).isEqualTo(200));
  }

  @Test
  void aMalformedQueryIsTheClientsFault() {
    Answer answer = world.get("/api/v1/auth/me?cursor=%ZZ");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
  }

  /** As long as this: what is more than the request needs is blank. */
  private Answer login(int length) {
    byte[] body = new byte[length];
    Arrays.fill(body, (byte) ' ');
    byte[] json = "{\"email\":\"a@b.example\",\"password\":\"p\"}".getBytes(StandardCharsets.UTF_8);
    System.arraycopy(json, 0, body, 0, json.length);
    return post(LOGIN, Map.of(), body);
  }

  private Answer post(String path, Map<String, String> headers, byte[] body) {
    return world.request(HttpMethod.POST, path, headers, Buffer.buffer(body));
  }

  /** Says that a body comes, and sends the beginning of it. */
  private RawClient slowly(int declared, int sent) {
    return world
        .raw()
        .send("POST " + LOGIN + " HTTP/1.1", "Host: x", "Content-Length: " + declared, "")
        .send(new byte[sent]);
  }
}
