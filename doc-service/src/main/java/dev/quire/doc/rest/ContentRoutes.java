package dev.quire.doc.rest;

import dev.quire.doc.content.ContentType;
import dev.quire.doc.content.Contents.Shown;
import dev.quire.doc.document.DocumentAccess;
import dev.quire.doc.history.History;
import dev.quire.doc.replica.Sources;
import dev.quire.doc.state.StateReader;
import dev.quire.kit.rest.EntityTag;
import dev.quire.kit.rest.Problem;
import dev.quire.kit.rest.Replies;
import dev.quire.kit.rest.RestCall;
import dev.quire.kit.rest.RestRouter;
import dev.quire.wire.DocumentId;
import dev.quire.wire.doc.ReadHead;
import dev.quire.wire.rest.RestReply;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** What a document holds, as people read it. Content that is sent goes through the edge. */
public final class ContentRoutes {
  private static final long NOW = Long.MAX_VALUE;

  private final DocumentAccess access;
  private final StateReader states;
  private final Sources sources;
  private final History history;

  public ContentRoutes(
      DocumentAccess access, StateReader states, Sources sources, History history) {
    this.access = access;
    this.states = states;
    this.sources = sources;
    this.history = history;
  }

  public void addTo(RestRouter router) {
    router.route("GET", "/api/v1/documents/{id}/content", this::show);
  }

  private Future<RestReply> show(RestCall call) {
    ContentType type =
        ContentType.of(call.query("format").orElse("html"))
            .orElseThrow(() -> Problem.invalid("'format' must be " + ContentType.NAMES + "."));
    Optional<Instant> moment = call.query("at").map(ContentRoutes::moment);
    if (moment.isPresent() && call.query("revision").isPresent()) {
      throw Problem.invalid(
          "Ask for a 'revision' or for what was there 'at' a time, not for both.");
    }
    return access
        .require(call.caller(), call.parameter("id"), false)
        .compose(
            granted ->
                states
                    .head(granted.document())
                    .compose(
                        head ->
                            revision(call, granted.document(), head, moment)
                                .compose(at -> show(call, granted.document(), head, at, type))));
  }

  private Future<Long> revision(
      RestCall call, DocumentId document, ReadHead.Head head, Optional<Instant> moment) {
    return moment.isPresent()
        ? history.revisionAt(document, moment.get(), head.lastRevision())
        : Future.succeededFuture(call.query("revision", NOW, 0, head.lastRevision()));
  }

  /** A time in UTC or with its distance from it, as ISO 8601 writes it. */
  private static Instant moment(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException unreadable) {
      throw Problem.invalid("'at' must be a time as in 2026-02-28T16:30:00Z.");
    }
  }

  private Future<RestReply> show(
      RestCall call, DocumentId document, ReadHead.Head head, long asked, ContentType type) {
    long shows = Math.min(asked, head.lastRevision());
    String tag = EntityTag.of(head.incarnation(), shows);
    return EntityTag.isKnown(call, tag)
        ? Future.succeededFuture(EntityTag.unchanged(tag, shows))
        : sources.read(
            document,
            head,
            shows,
            reader ->
                reader.contents().show(document, asked, type).map(shown -> whole(type, shown)));
  }

  private static RestReply whole(ContentType type, Shown shown) {
    byte[] body = shown.body().getBytes(StandardCharsets.UTF_8);
    return EntityTag.described(
        Replies.bytes(200, type.mediaType(), body),
        EntityTag.of(shown.incarnation(), shown.revision()),
        shown.revision());
  }
}
