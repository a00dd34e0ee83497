package dev.quire.doc.rest;

import dev.quire.doc.document.DocumentAccess;
import dev.quire.doc.history.Differences;
import dev.quire.doc.state.StateReader;
import dev.quire.kit.rest.Problem;
import dev.quire.kit.rest.Replies;
import dev.quire.kit.rest.RestCall;
import dev.quire.kit.rest.RestRouter;
import dev.quire.richtext.Element;
import dev.quire.richtext.Format;
import dev.quire.richtext.html.HtmlWriter;
import dev.quire.wire.DocumentId;
import dev.quire.wire.rest.RestReply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;

/** Differences between revisions, and who wrote what. */
public final class DiffRoutes {
  private final DocumentAccess access;
  private final StateReader states;
  private final Differences differences;

  public DiffRoutes(DocumentAccess access, StateReader states, Differences differences) {
    this.access = access;
    this.states = states;
    this.differences = differences;
  }

  public void addTo(RestRouter router) {
    router
        .route("GET", "/api/v1/documents/{id}/diff", this::diff)
        .route("GET", "/api/v1/documents/{id}/blame", this::blame);
  }

  /** Where a request reads to. */
  private record Place(DocumentId document, long last) {
    long revision(RestCall call, String name) {
      return call.query(name, last, 0, last);
    }
  }

  private Future<Place> place(RestCall call) {
    return access
        .require(call.caller(), call.parameter("id"), false)
        .compose(
            granted ->
                states
                    .head(granted.document())
                    .map(head -> new Place(granted.document(), head.lastRevision())));
  }

  private Future<RestReply> diff(RestCall call) {
    boolean html =
        switch (call.query("format").orElse("json")) {
          case "json" -> false;
          case "html" -> true;
          default -> throw Problem.invalid("'format' must be json or html.");
        };
    return place(call)
        .compose(
            place -> {
              if (call.query("from").isEmpty()) {
                throw Problem.invalid("Say 'from' which revision; 'to' is the last one otherwise.");
              }
              long from = place.revision(call, "from");
              long to = place.revision(call, "to");
              if (from > to) {
                throw Problem.invalid("'from' must not be after 'to'.");
              }
              return differences.between(
                  place.document(), from, to, tree -> html ? html(tree) : json(tree, from, to));
            });
  }

  private static RestReply html(Element tree) {
    return Replies.bytes(
        200,
        "text/html; charset=utf-8",
        HtmlWriter.writeChanges(tree).getBytes(StandardCharsets.UTF_8));
  }

  private static RestReply json(Element tree, long from, long to) {
    JsonObject document = new JsonObject(Format.PROSEMIRROR.write(tree));
    return Replies.json(
        200,
        new JsonObject()
            .put("from", from)
            .put("to", to)
            .put("changes", ChangeList.of(tree))
            .put("document", document));
  }

  private Future<RestReply> blame(RestCall call) {
    return place(call)
        .compose(
            place -> {
              long at = place.revision(call, "revision");
              return differences.between(
                  place.document(),
                  0,
                  at,
                  tree -> {
                    JsonArray runs = ChangeList.runs(tree);
                    return Replies.json(200, DocumentJson.list(runs, null).put("revision", at));
                  });
            });
  }
}
