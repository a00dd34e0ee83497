package dev.quire.kit.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.wire.Bytes;
import dev.quire.wire.WireFailure;
import dev.quire.wire.rest.RestReply;
import dev.quire.wire.rest.RestRequest;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RestRouterTest {
  private final RestRouter router =
      new RestRouter()
          .route("GET", "/api/v1/documents", call -> text("list"))
          .route("GET", "/api/v1/documents/{id}", call -> text(call.parameter("id")))
          .route("DELETE", "/api/v1/documents/{id}", call -> text("gone"))
          .route("POST", "/api/v1/documents", call -> text(call.json().getString("title")))
          .route("GET", "/me", call -> text(call.caller().userId()))
          .route("GET", "/page", call -> text("" + call.query("limit", 20, 1, 100)))
          .route(
              "GET",
              "/busy",
              call ->
                  Future.failedFuture(
                      new WireFailure(WireFailure.Code.OVERLOADED, "Try again in a second.")));

  @Test
  void aPathFindsItsHandlerAndItsParametersDecoded() {
    assertThat(body(get("/api/v1/documents"))).isEqualTo("list");
    assertThat(body(get("/api/v1/documents/a%2Fb+c%20d"))).isEqualTo("a/b+c d");
  }

  @Test
  void whatIsNotThereIsAProblemDocument() {
    RestReply reply = get("/api/v1/nothing");
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.headers())
        .contains(new RestRequest.Pair("content-type", "application/problem+json"));
    JsonObject problem = new JsonObject(Buffer.buffer(reply.body().array()));
    assertThat(problem.getString("type")).isEqualTo("urn:quire:problem:not-found");
    assertThat(problem.getString("detail")).isNotBlank();
  }

  @Test
  void aWrongMethodIsToldTheRightOnes() {
    RestReply reply = send("PUT", "/api/v1/documents/x", "");
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.headers()).contains(new RestRequest.Pair("allow", "DELETE, GET, HEAD"));
  }

  @Test
  void badInputIsFourHundredWhateverItsShape() {
    for (String body : List.of("", "[1]", "nope", "\"x\"", "{")) {
      assertThat(send("POST", "/api/v1/documents", body).status()).as(body).isEqualTo(400);
    }
    assertThat(get("/api/v1/documents/%zz").status()).isEqualTo(400);
    assertThat(query("limit", "0").status()).isEqualTo(400);
    assertThat(query("limit", "x").status()).isEqualTo(400);
    assertThat(query("limit", "7").status()).isEqualTo(200);
  }

  @Test
  void whoIsNotSignedInIsToldTo() {
    assertThat(get("/me").status()).isEqualTo(401);
  }

  @Test
  void aFailureOfAnotherServiceKeepsItsMeaning() {
    assertThat(get("/busy").status()).isEqualTo(503);
    assertThat(body(get("/busy"))).contains("Try again in a second.");
  }

  private RestReply get(String path) {
    return send("GET", path, "");
  }

  private RestReply query(String name, String value) {
    return reply(
        new RestRequest(
            "GET",
            "/page",
            List.of(new RestRequest.Pair(name, value)),
            List.of(),
            null,
            "",
            Bytes.EMPTY));
  }

  private RestReply send(String method, String path, String body) {
    return reply(
        new RestRequest(
            method,
            path,
            List.of(),
            List.of(),
            null,
            "127.0.0.1",
            Bytes.of(body.getBytes(StandardCharsets.UTF_8))));
  }

  private RestReply reply(RestRequest request) {
    return router.handle(request).toCompletionStage().toCompletableFuture().join();
  }

  private static Future<RestReply> text(String text) {
    return Future.succeededFuture(
        Replies.bytes(200, "text/plain", text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String body(RestReply reply) {
    return new String(reply.body().array(), StandardCharsets.UTF_8);
  }
}
