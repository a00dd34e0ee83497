package dev.quire.doc.rest;

import dev.quire.doc.content.AnchorPlaces;
import dev.quire.doc.content.AnchorPlaces.Answers;
import dev.quire.doc.document.DocumentAccess;
import dev.quire.doc.replica.Sources;
import dev.quire.doc.state.StateReader;
import dev.quire.kit.rest.Replies;
import dev.quire.kit.rest.RestCall;
import dev.quire.kit.rest.RestRouter;
import dev.quire.richtext.anchor.Anchored;
import dev.quire.richtext.anchor.Place;
import dev.quire.richtext.anchor.Standing;
import dev.quire.wire.DocumentId;
import dev.quire.wire.rest.RestReply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Anchors, by which comments, bookmarks and links hold on to places: made of a place, and found
 * where it stands now. Both only read, for everybody who may; what is asked is in the body, since
 * it may be much.
 */
public final class AnchorRoutes {
  private final DocumentAccess access;
  private final StateReader states;
  private final Sources sources;

  public AnchorRoutes(DocumentAccess access, StateReader states, Sources sources) {
    this.access = access;
    this.states = states;
    this.sources = sources;
  }

  public void addTo(RestRouter router) {
    router
        .route("POST", "/api/v1/documents/{id}/anchors", this::make)
        .route("POST", "/api/v1/documents/{id}/anchors/resolve", this::find);
  }

  private Future<RestReply> make(RestCall call) {
    JsonObject body = call.json();
    List<Place> places = AnchorInputs.places(body);
    return read(
        call,
        body,
        (anchors, document, at) -> anchors.make(document, at, places).map(AnchorRoutes::made));
  }

  private Future<RestReply> find(RestCall call) {
    JsonObject body = call.json();
    List<String> asked = AnchorInputs.anchors(body);
    return read(
        call,
        body,
        (anchors, document, at) ->
            anchors.find(document, at, asked).map(found -> stand(asked, found)));
  }

  private interface Work {
    Future<RestReply> with(AnchorPlaces anchors, DocumentId document, long revision);
  }

  private Future<RestReply> read(RestCall call, JsonObject body, Work work) {
    return access
        .require(call.caller(), call.parameter("id"), false)
        .compose(
            granted ->
                states
                    .head(granted.document())
                    .compose(
                        head -> {
                          long at = Inputs.revision(body, head.lastRevision());
                          return sources.read(
                              granted.document(),
                              head,
                              at,
                              reader -> work.with(reader.anchors(), granted.document(), at));
                        }));
  }

  private static RestReply made(Answers<Anchored> made) {
    JsonArray items = new JsonArray();
    for (Anchored each : made.items()) {
      JsonObject item = new JsonObject().put("anchor", each.anchor());
      items.add(each.end() == null ? item : item.put("end", each.end()));
    }
    return reply(made.revision(), items);
  }

  private static RestReply stand(List<String> asked, Answers<Standing> found) {
    JsonArray items = new JsonArray();
    for (int i = 0; i < asked.size(); i++) {
      Standing standing = found.items().get(i);
      List<Integer> path = standing.path();
      items.add(
          new JsonObject()
              .put("anchor", asked.get(i))
              .put("known", standing.known())
              .put("deleted", standing.deleted())
              .put("block", path == null ? null : new JsonArray(path))
              .put("offset", standing.offset())
              .put("before", standing.before())
              .put("after", standing.after()));
    }
    return reply(found.revision(), items);
  }

  private static RestReply reply(long revision, JsonArray items) {
    return Replies.json(200, new JsonObject().put("revision", revision).put("items", items));
  }
}
