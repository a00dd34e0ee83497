package dev.quire.kit.rest;

import dev.quire.wire.Bytes;
import dev.quire.wire.rest.RestReply;
import dev.quire.wire.rest.RestRequest;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** The answers that handlers give. */
public final class Replies {
  private Replies() {}

  public static RestReply json(int status, JsonObject body) {
    return bytes(status, "application/json", body.toBuffer().getBytes());
  }

  public static RestReply noContent() {
    return new RestReply(204, List.of(), Bytes.EMPTY);
  }

  public static RestReply bytes(int status, String contentType, byte[] body) {
    return new RestReply(
        status, List.of(new RestRequest.Pair("content-type", contentType)), Bytes.of(body));
  }

  /** The same answer with one header more. */
  public static RestReply with(RestReply reply, String header, String value) {
    List<RestRequest.Pair> headers = new ArrayList<>(reply.headers());
    headers.add(new RestRequest.Pair(header, value));
    return new RestReply(reply.status(), List.copyOf(headers), reply.body());
  }
}
