package dev.quire.edge.http;

import dev.quire.kit.rest.Replies;
import dev.quire.kit.rest.RestRouter;
import dev.quire.wire.rest.RestReply;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The API's description, for programs and for people. */
final class ApiFiles {
  private final Map<String, RestReply> files;

  ApiFiles(ApiDescription api) {
    this.files =
        Map.of(
            "/api/v1/openapi.json",
            Replies.bytes(200, "application/json", api.json().toBuffer().getBytes()),
            "/api/docs",
            text("text/html; charset=utf-8", ApiPage.of(api.json())),
            ApiPage.STYLE_PATH,
            text("text/css; charset=utf-8", ApiPage.STYLE));
  }

  private static RestReply text(String type, String body) {
    return Replies.bytes(200, type, body.getBytes(StandardCharsets.UTF_8));
  }

  void addTo(RestRouter router) {
    files.forEach((path, file) -> router.route("GET", path, call -> Future.succeededFuture(file)));
  }

  boolean isOne(String path) {
    return files.containsKey(path);
  }
}
