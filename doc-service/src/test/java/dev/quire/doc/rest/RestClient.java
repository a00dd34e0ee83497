package dev.quire.doc.rest;

import dev.quire.doc.RunningDoc;
import dev.quire.wire.Bytes;
import dev.quire.wire.Principal;
import dev.quire.wire.rest.RestCalls;
import dev.quire.wire.rest.RestReply;
import dev.quire.wire.rest.RestRequest;
import dev.quire.wire.rest.RestRequest.Pair;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Somebody who calls the API, as the edge passes it on. */
record RestClient(RunningDoc doc, @Nullable Principal caller, String address) {
  RestClient(RunningDoc doc, @Nullable Principal caller) {
    this(doc, caller, "127.0.0.1");
  }

  /** The same from elsewhere. */
  RestClient from(String elsewhere) {
    return new RestClient(doc, caller, elsewhere);
  }

  /** An answer, read. */
  record Answer(RestReply reply) {
    int status() {
      return reply.status();
    }

    JsonObject json() {
      return new JsonObject(Buffer.buffer(reply.body().array()));
    }

    String text() {
      return new String(reply.body().array(), StandardCharsets.UTF_8);
    }

    List<JsonObject> items() {
      return json().getJsonArray("items").stream().map(JsonObject.class::cast).toList();
    }

    String header(String name) {
      return reply.headers().stream()
          .filter(pair -> pair.name().equals(name))
          .map(Pair::value)
          .findFirst()
          .orElse("");
    }
  }

  Answer get(String pathAndQuery, Pair... headers) {
    return send("GET", pathAndQuery, Bytes.EMPTY, headers);
  }

  Answer post(String path, JsonObject body) {
    return send("POST", path, Bytes.of(body.toBuffer().getBytes()));
  }

  Answer put(String path, JsonObject body) {
    return send("PUT", path, Bytes.of(body.toBuffer().getBytes()));
  }

  Answer patch(String path, JsonObject body) {
    return send("PATCH", path, Bytes.of(body.toBuffer().getBytes()));
  }

  Answer delete(String path) {
    return send("DELETE", path, Bytes.EMPTY);
  }

  Answer sendText(String method, String path, String body) {
    return send(method, path, Bytes.of(body.getBytes(StandardCharsets.UTF_8)));
  }

  private Answer send(String method, String pathAndQuery, Bytes body, Pair... headers) {
    int question = pathAndQuery.indexOf('?');
    String path = question < 0 ? pathAndQuery : pathAndQuery.substring(0, question);
    List<Pair> query = new ArrayList<>();
    if (question >= 0) {
      for (String pair : pathAndQuery.substring(question + 1).split("&", -1)) {
        String[] sides = pair.split("=", 2);
        query.add(new Pair(sides[0], sides[1]));
      }
    }
    return new Answer(
        doc.call(
            RestCalls.DOC,
            new RestRequest(
                method,
                path.startsWith("/api/") ? path : "/api/v1/documents" + path,
                query,
                List.of(headers),
                caller,
                address,
                body)));
  }

  /** Creates a document and gives its id. */
  String create(String title) {
    return post("", new JsonObject().put("title", title)).json().getString("id");
  }
}
