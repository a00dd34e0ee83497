package dev.quire.doc.rest;

import dev.quire.doc.content.ContentType;
import dev.quire.doc.content.Contents;
import dev.quire.doc.content.Contents.Shown;
import dev.quire.doc.document.DocumentAccess;
import dev.quire.doc.state.StateReader;
import dev.quire.kit.rest.EntityTag;
import dev.quire.kit.rest.Problem;
import dev.quire.kit.rest.Replies;
import dev.quire.kit.rest.RestCall;
import dev.quire.kit.rest.RestRouter;
import dev.quire.wire.rest.RestReply;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;

/** What a document holds, as people read it. Content that is sent goes through the edge. */
public final class ContentRoutes {
  private static final long NOW = Long.MAX_VALUE;

  private final DocumentAccess access;
  private final StateReader states;
  private final Contents contents;

  public ContentRoutes(DocumentAccess access, StateReader states, Contents contents) {
    this.access = access;
    this.states = states;
    this.contents = contents;
  }

  public void addTo(RestRouter router) {
    router.route("GET", "/api/v1/documents/{id}/content", this::show);
  }

  private Future<RestReply> show(RestCall call) {
    ContentType type =
        ContentType.of(call.query("format").orElse("html"))
            .orElseThrow(() -> Problem.invalid("'format' must be " + ContentType.NAMES + "."));
    long asked = call.query("revision", NOW, 0, Long.MAX_VALUE - 1);
    return access
        .require(call.caller(), call.parameter("id"), false)
        .compose(
            granted ->
                states
                    .head(granted.document())
                    .compose(
                        head -> {
                          if (asked != NOW && asked > head.lastRevision()) {
                            throw Problem.notFound(
                                "The document is at revision " + head.lastRevision() + ".");
                          }
                          long shows = Math.min(asked, head.lastRevision());
                          String tag = EntityTag.of(head.incarnation(), shows);
                          return EntityTag.isKnown(call, tag)
                              ? Future.succeededFuture(EntityTag.unchanged(tag, shows))
                              : contents
                                  .show(granted.document(), asked, type)
                                  .map(shown -> whole(type, shown));
                        }));
  }

  private static RestReply whole(ContentType type, Shown shown) {
    byte[] body = shown.body().getBytes(StandardCharsets.UTF_8);
    return EntityTag.described(
        Replies.bytes(200, type.mediaType(), body),
        EntityTag.of(shown.incarnation(), shown.revision()),
        shown.revision());
  }
}
