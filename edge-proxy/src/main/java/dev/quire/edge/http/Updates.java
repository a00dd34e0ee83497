package dev.quire.edge.http;

import dev.quire.edge.socket.LoopParts;
import dev.quire.kit.rest.Problem;
import dev.quire.kit.rest.Replies;
import dev.quire.kit.rest.RestCall;
import dev.quire.wire.Principal;
import dev.quire.wire.rest.RestReply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** {@code POST /api/v1/documents/{id}/updates}: the same road as a socket's update. */
final class Updates {
  private final LoopParts loop;
  private final Edits edits;

  Updates(LoopParts loop, Edits edits) {
    this.loop = loop;
    this.edits = edits;
  }

  Future<RestReply> post(RestCall call) {
    Principal caller = call.caller();
    String type = call.header("content-type").orElse("");
    if (!type.startsWith("application/octet-stream")) {
      throw new Problem(
          415,
          "unsupported-media-type",
          "Unsupported media type",
          "Send the update as application/octet-stream.");
    }
    if (call.request().body().isEmpty()) {
      throw Problem.invalid("The body must be one Yjs update, format v1 or v2.");
    }
    return loop.access()
        .open(caller, call.parameter("id"))
        .compose(access -> edits.apply(caller, access, call.request().body()))
        .map(revision -> Replies.json(200, new JsonObject().put("revision", revision)));
  }
}
