package dev.quire.edge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quire.edge.world.Client;
import dev.quire.edge.world.EdgeWorld;
import dev.quire.edge.world.EdgeWorld.Answer;
import dev.quire.edge.world.RawClient;
import dev.quire.edge.world.TestTokens;
import dev.quire.wire.WireFailure;
import dev.quire.wire.rest.RestRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RestTest {
  private EdgeWorld world;

  @BeforeEach
  void start() {
    world = new EdgeWorld("QUIRE_LIMIT_BODY_BYTES", "100000");
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private Answer post(String path, String token, String type, byte[] body) {
    return world.request(
        HttpMethod.POST,
        path,
        Map.of("Authorization", "Bearer " + token, "Content-Type", type),
        Buffer.buffer(body));
  }

  @Test
  void passesARequestOnWithItsCallerAndSomeOfItsHeaders() {
    Answer answer =
        world.request(
            HttpMethod.GET,
            "/api/v1/documents?q=a%20b&limit=3",
            Map.of(
                "Authorization",
                "Bearer " + world.tokens.own(TestTokens.ownClaims()),
                "Cookie",
                "quire=2",
                "X-Other",
                "secret"),
            Buffer.buffer());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().toJsonObject().getString("service")).isEqualTo("doc");
    assertThat(answer.header("set-cookie")).contains("quire=1");
    RestRequest request = world.services.requests.get(0);
    assertThat(request.caller()).isNotNull();
    assertThat(request.query())
        .contains(new RestRequest.Pair("q", "a b"), new RestRequest.Pair("limit", "3"));
    assertThat(request.headers())
        .contains(new RestRequest.Pair("cookie", "quire=2"))
        .noneMatch(header -> header.value().equals("secret"));
    assertThat(request.address()).isEqualTo("127.0.0.1");
  }

  @Test
  void answersHeadAsGetWithoutTheBody() {
    Map<String, String> known =
        Map.of("Authorization", "Bearer " + world.tokens.own(TestTokens.ownClaims()));
    for (String path :
        new String[] {"/api/v1/documents", "/api/v1/openapi.json", "/api/v1/other"}) {
      Answer get = world.request(HttpMethod.GET, path, known, Buffer.buffer());
      Answer head = world.request(HttpMethod.HEAD, path, known, Buffer.buffer());
      assertThat(head.status()).isEqualTo(get.status());
      assertThat(head.body().length()).isZero();
      assertThat(head.headers()).isEqualTo(get.headers());
      assertThat(head.header("content-length")).isEqualTo("" + get.body().length());
    }
    assertThat(world.services.requests)
        .extracting(RestRequest::method)
        .containsExactly("GET", "GET");
  }

  /** What follows on the connection would be taken for the next answer. */
  @Test
  void nothingStandsBetweenTheAnswerToHeadAndTheNext() {
    RawClient client = world.raw();
    client.send("HEAD /api/v1/other HTTP/1.1", "Host: a", "");
    await().until(() -> client.text().contains("\r\n\r\n"));
    client.send("HEAD /api/v1/documents HTTP/1.1", "Host: a", "");
    await().until(() -> client.text().contains("401"));
    assertThat(client.text())
        .contains("404")
        .contains("\r\n\r\nHTTP/1.1 401")
        .doesNotContain("urn:");
    client.close();
  }

  @Test
  void routesByPath() {
    assertThat(world.get("/api/v1/auth/me").body().toJsonObject().getString("service"))
        .isEqualTo("auth");
    assertThat(world.get("/.well-known/jwks.json").body().toJsonObject().getString("service"))
        .isEqualTo("auth");
    assertThat(world.get("/api/v1/documents/x/presence").status()).isEqualTo(401);
    Map<String, String> known =
        Map.of("Authorization", "Bearer " + world.tokens.external("viewer"));
    assertThat(
            world
                .request(HttpMethod.GET, "/api/v1/documents/x/presence", known, Buffer.buffer())
                .status())
        .isEqualTo(503);
    assertThat(world.get("/api/v1/other").status()).isEqualTo(404);
  }

  @Test
  void marksEveryAnswerOfTheApi() {
    for (String path : new String[] {"/api/v1/auth/me", "/api/v1/other"}) {
      Answer answer = world.get(path);
      assertThat(answer.header("cache-control")).isEqualTo("no-store");
      assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
      assertThat(answer.header("content-security-policy")).contains("default-src 'self'");
    }
  }

  @Test
  void refusesABadTokenWithAProblemThatSaysWhatToDo() {
    Answer answer =
        world.request(
            HttpMethod.GET,
            "/api/v1/documents",
            Map.of("Authorization", "Bearer nonsense"),
            Buffer.buffer());
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.header("www-authenticate")).isEqualTo("Bearer");
    assertThat(answer.body().toJsonObject().getString("type"))
        .isEqualTo("urn:quire:problem:unauthenticated");
    assertThat(answer.body().toJsonObject().getString("detail")).contains("Sign in");
    assertThat(world.services.requests).isEmpty();
  }

  @Test
  void saysHowToSignInWhereAServiceKnowsNobody() {
    world.services.restFaults.add(new WireFailure(WireFailure.Code.UNAUTHENTICATED, "Sign in."));
    Answer answer = world.get("/api/v1/auth/me");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("www-authenticate")).isEqualTo("Bearer");
  }

  @Test
  void refusesABodyThatIsTooLong() {
    Answer answer =
        post(
            "/api/v1/documents",
            world.tokens.own(TestTokens.ownClaims()),
            "application/json",
            new byte[100_001]);
    assertThat(answer.status()).isEqualTo(413);
    assertThat(world.services.requests).isEmpty();
  }

  @Test
  void storesAnUpdateOnTheRoadOfASockets() {
    String editor = world.tokens.external("editor");
    Client alice = world.collab().opens("notes", editor);
    Answer answer =
        post(
            "/api/v1/documents/notes/updates",
            editor,
            "application/octet-stream",
            new byte[] {1, 2, 3});
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().toJsonObject().getLong("revision")).isEqualTo(1);
    assertThat(alice.awaitCollab("sync.update")).endsWith(1, 2, 3);
    Answer again =
        post(
            "/api/v1/documents/notes/updates",
            editor,
            "application/octet-stream",
            new byte[] {1, 2, 3});
    assertThat(again.body().toJsonObject().getLong("revision")).isEqualTo(1);
  }

  @Test
  void refusesUpdatesThatMayNotBe() {
    String path = "/api/v1/documents/notes/updates";
    String type = "application/octet-stream";
    String editor = world.tokens.external("editor");
    assertThat(post(path, editor, type, new byte[] {(byte) 0xff}).status()).isEqualTo(400);
    assertThat(post(path, editor, type, new byte[] {(byte) 0xfe}).status()).isEqualTo(413);
    assertThat(post(path, editor, type, new byte[0]).status()).isEqualTo(400);
    assertThat(post(path, editor, "text/plain", new byte[] {1}).status()).isEqualTo(415);
    assertThat(post(path, world.tokens.external("viewer"), type, new byte[] {9}).status())
        .isEqualTo(403);
    assertThat(post(path, world.tokens.own(TestTokens.ownClaims()), type, new byte[] {1}).status())
        .isEqualTo(404);
    assertThat(
            world
                .request(HttpMethod.POST, path, Map.of("Content-Type", type), Buffer.buffer("x"))
                .status())
        .isEqualTo(401);
  }

  @Test
  void showsItsDescriptionToAnybodyAndHoldsRequestsToIt() {
    Answer file = world.get("/api/v1/openapi.json");
    assertThat(file.status()).isEqualTo(200);
    assertThat(file.header("content-type")).isEqualTo("application/json");
    assertThat(file.body().toJsonObject().getString("openapi")).startsWith("3.1");
    Answer page = world.get("/api/docs");
    assertThat(page.header("content-type")).startsWith("text/html");
    assertThat(page.header("content-security-policy")).contains("default-src 'self'");
    assertThat(world.get("/api/docs.css").header("content-type")).startsWith("text/css");

    Answer refused =
        post(
            "/api/v1/documents",
            world.tokens.external("editor"),
            "application/json",
            "{\"title\":7}".getBytes(StandardCharsets.UTF_8));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body().toJsonObject().getString("detail")).contains("title");
    assertThat(world.services.requests).isEmpty();
  }

  @Test
  void holdsLongBodiesToItsDescriptionToo() {
    world.close();
    world = new EdgeWorld();
    String editor = world.tokens.external("editor");
    String text = "x".repeat(400_000);
    for (String wrong :
        new String[] {
          "{\"title\":7,\"more\":\"" + text + "\"}",
          "{\"title\":\"t\",\"more\":\"" + text,
          "[\"" + text + "\"]"
        }) {
      Answer refused =
          post(
              "/api/v1/documents",
              editor,
              "application/json",
              wrong.getBytes(StandardCharsets.UTF_8));
      assertThat(refused.status()).isEqualTo(400);
    }
    assertThat(world.services.requests).isEmpty();
    String right = "{\"title\":\"t\",\"more\":\"" + text + "\"}";
    Answer passed =
        post(
            "/api/v1/documents",
            editor,
            "application/json",
            right.getBytes(StandardCharsets.UTF_8));
    assertThat(passed.status()).isEqualTo(200);
    assertThat(world.services.requests).hasSize(1);
  }

  @Test
  void asksAnotherProcessForWhatOneThatIsGoneWasToTell() {
    world.services.restFaults.add(gone());
    assertThat(get("/api/v1/documents").status()).isEqualTo(200);

    world.services.restFaults.add(gone());
    world.services.restFaults.add(gone());
    assertThat(get("/api/v1/documents").status()).isEqualTo(504);

    world.services.restFaults.add(gone());
    String token = world.tokens.own(TestTokens.ownClaims());
    byte[] empty = {};
    assertThat(post("/api/v1/auth/logout-all", token, "application/json", empty).status())
        .as("what changes something may have been done")
        .isEqualTo(504);
  }

  private Answer get(String path) {
    return world.request(
        HttpMethod.GET,
        path,
        Map.of("Authorization", "Bearer " + world.tokens.own(TestTokens.ownClaims())),
        Buffer.buffer());
  }

  private static WireFailure gone() {
    return new WireFailure(WireFailure.Code.TIMEOUT, "The process that was asked is gone.");
  }
}
