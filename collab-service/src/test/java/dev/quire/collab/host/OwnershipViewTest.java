package dev.quire.collab.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.wire.Bus;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import dev.quire.wire.session.Routes;
import dev.quire.wire.session.SessionAddresses;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class OwnershipViewTest {
  private static final DocumentId DOCUMENT = new DocumentId(1, 2);
  private static final int SHARD = Shards.of(DOCUMENT);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = Bus.on(vertx);
  private int port;

  @BeforeEach
  void serve() throws Exception {
    Router router = Router.router(vertx);
    new OwnershipView(bus).addTo(router);
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
    port = server.actualPort();
  }

  @AfterEach
  void end() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @Test
  void tellsTheOwnerUnderTheHighestEpochWhoeverIsAsked() {
    announce("collab-2", 7);
    announce("collab-1", 6);
    Awaitility.await()
        .untilAsserted(
            () -> {
              HttpResponse<String> answer = get(DOCUMENT.toString());
              assertThat(answer.statusCode()).isEqualTo(200);
              assertThat(new JsonObject(answer.body()))
                  .isEqualTo(
                      new JsonObject()
                          .put("documentId", DOCUMENT.toString())
                          .put("shard", SHARD)
                          .put("epoch", 7)
                          .put("ownerProcess", "collab-2"));
            });
  }

  @Test
  void saysThatNobodyOwnsIt() throws Exception {
    HttpResponse<String> answer = get(DOCUMENT.toString());
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("shard " + SHARD);
  }

  @Test
  void saysWhatToAskForWhereTheDocumentIsNoId() throws Exception {
    HttpResponse<String> answer = get("a%20name");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("UUID");
  }

  private void announce(String process, long epoch) {
    bus.publish(
        SessionAddresses.ROUTES,
        new Routes(process, 1, List.of(new Routes.Owned(SHARD, epoch)), false));
  }

  private HttpResponse<String> get(String document) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/ownership/" + document))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
