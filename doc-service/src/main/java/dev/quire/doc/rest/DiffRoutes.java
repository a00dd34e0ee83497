package dev.quire.doc.rest;

import dev.quire.doc.document.DocumentAccess;
import dev.quire.doc.replica.Sources;
import dev.quire.doc.state.StateReader;
import dev.quire.kit.rest.Problem;
import dev.quire.kit.rest.Replies;
import dev.quire.kit.rest.RestCall;
import dev.quire.kit.rest.RestRouter;
import dev.quire.richtext.ContentLimits;
import dev.quire.richtext.Element;
import dev.quire.richtext.Format;
import dev.quire.richtext.html.HtmlWriter;
import dev.quire.wire.DocumentId;
import dev.quire.wire.doc.ReadHead;
import dev.quire.wire.rest.RestReply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;

/** Differences between revisions, and who wrote what. */
public final class DiffRoutes {
  private final DocumentAccess access;
  private final StateReader states;
  private final Sources sources;

  public DiffRoutes(DocumentAccess access, StateReader states, Sources sources) {
    this.access = access;
    this.states = states;
    this.sources = sources;
  }

  public void addTo(RestRouter router) {
    router
        .route("GET", "/api/v1/documents/{id}/diff", this::diff)
        .route("GET", "/api/v1/documents/{id}/blame", this::blame);
  }

  /** Where a request reads to. */
  private record Place(DocumentId document, ReadHead.Head head) {
    long revision(RestCall call, String name) {
      return call.query(name, head.lastRevision(), 0, head.lastRevision());
    }
  }

  private Future<Place> place(RestCall call) {
    return access
        .require(call.caller(), call.parameter("id"), false)
        .compose(
            granted ->
                states.head(granted.document()).map(head -> new Place(granted.document(), head)));
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
              return between(
                  place,
                  from,
                  to,
                  (tree, limits) -> html ? html(tree, limits) : json(tree, limits, from, to));
            });
  }

  private Future<RestReply> between(
      Place place, long from, long to, BiFunction<Element, ContentLimits, RestReply> show) {
    return sources
        .read(
            place.document(),
            place.head(),
            to,
            reader -> reader.differences().between(place.document(), from, to, show))
        .map(reply -> Replies.with(reply, "quire-revision", Long.toString(to)));
  }

  private static RestReply html(Element tree, ContentLimits limits) {
    return Replies.bytes(
        200,
        "text/html; charset=utf-8",
        HtmlWriter.writeChanges(tree, limits).getBytes(StandardCharsets.UTF_8));
  }

  private static RestReply json(Element tree, ContentLimits limits, long from, long to) {
    JsonObject document = new JsonObject(Format.PROSEMIRROR.write(tree, limits));
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
              return between(
                  place,
                  0,
                  at,
                  (tree, limits) -> {
                    JsonArray runs = ChangeList.runs(tree);
                    return Replies.json(200, DocumentJson.list(runs, null).put("revision", at));
                  });
            });
  }
}
