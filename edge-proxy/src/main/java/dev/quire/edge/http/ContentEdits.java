package dev.quire.edge.http;

import dev.quire.edge.socket.LoopParts;
import dev.quire.kit.rest.EntityTag;
import dev.quire.kit.rest.Problem;
import dev.quire.kit.rest.Replies;
import dev.quire.kit.rest.RestCall;
import dev.quire.wire.Bus;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Principal;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.OpenDocument;
import dev.quire.wire.doc.PrepareContent;
import dev.quire.wire.doc.PrepareContent.Prepared;
import dev.quire.wire.doc.PrepareRestore;
import dev.quire.wire.rest.RestCalls;
import dev.quire.wire.rest.RestReply;
import dev.quire.wire.rest.RestRequest;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Content that somebody sends: doc-service works out the edit, and the edit goes the way of every
 * edit. So it merges with what others do meanwhile, is theirs who sent it, and is answered once it
 * is durable.
 */
final class ContentEdits {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Map<String, String> FORMATS =
      Map.of(
          "text/html", "html",
          "text/markdown", "markdown",
          "text/plain", "text",
          "application/json", "prosemirror");

  private final LoopParts loop;
  private final Bus bus;
  private final Edits edits;

  ContentEdits(LoopParts loop, Bus bus, Edits edits) {
    this.loop = loop;
    this.bus = bus;
    this.edits = edits;
  }

  /** {@code PUT /api/v1/documents/{id}/content}. */
  Future<RestReply> put(RestCall call) {
    Principal caller = call.caller();
    String format = format(call);
    return edit(caller, call, document -> prepare(document, format, call.request().body()));
  }

  /** {@code POST /api/v1/documents/{id}/edits}. */
  Future<RestReply> edit(RestCall call) {
    return edit(
        call.caller(),
        call,
        document -> prepare(document, PrepareContent.EDITS, call.request().body()));
  }

  /**
   * {@code POST /api/v1/documents/{id}/versions/{version}/restore}: an edit as well, so that it
   * merges, and can be undone by restoring what was before.
   */
  Future<RestReply> restore(RestCall call) {
    DocumentId version =
        DocumentId.parse(call.parameter("version"))
            .orElseThrow(() -> Problem.notFound("There is no such version."));
    return edit(
        call.caller(),
        call,
        document ->
            bus.request(DocCalls.PREPARE_RESTORE, new PrepareRestore(document, version), PATIENCE));
  }

  private Future<RestReply> edit(
      Principal caller, RestCall call, Function<DocumentId, Future<Prepared>> prepare) {
    return loop.access()
        .open(caller, call.parameter("id"))
        .compose(
            access -> {
              if (!access.role().mayEdit()) {
                throw Problem.forbidden("Ask an owner of the document for the right to edit.");
              }
              return prepare
                  .apply(access.document())
                  .compose(prepared -> merge(call, access, prepared));
            });
  }

  /**
   * With If-Match only where the document is what the caller has seen, else with whatever it is.
   */
  private Future<RestReply> merge(RestCall call, OpenDocument.Access access, Prepared prepared) {
    EntityTag.require(call, EntityTag.of(prepared.incarnation(), prepared.revision()));
    Future<Long> merged =
        EntityTag.isExpected(call) && !prepared.update().isEmpty()
            ? edits.applyAt(call.caller(), access, prepared.update(), prepared.revision())
            : apply(call.caller(), access, prepared);
    return merged.map(
        revision ->
            EntityTag.described(
                Replies.json(200, new JsonObject().put("revision", revision)),
                EntityTag.of(prepared.incarnation(), revision),
                revision));
  }

  private static String format(RestCall call) {
    String type = call.header("content-type").orElse("");
    int parameters = type.indexOf(';');
    String bare = parameters < 0 ? type : type.substring(0, parameters);
    String format = FORMATS.get(bare.strip().toLowerCase(Locale.ROOT));
    if (format == null) {
      throw new Problem(
          415,
          "unsupported-media-type",
          "Unsupported media type",
          "Send the content as text/html, text/markdown, text/plain, or application/json with the"
              + " JSON of ProseMirror.");
    }
    return format;
  }

  private Future<Prepared> prepare(DocumentId document, String format, Bytes body) {
    return ask(new PrepareContent(document, format, body));
  }

  private Future<Prepared> ask(PrepareContent question) {
    return bus.request(DocCalls.PREPARE_CONTENT, question, PATIENCE);
  }

  private Future<Long> apply(Principal caller, OpenDocument.Access access, Prepared prepared) {
    return prepared.update().isEmpty()
        ? Future.succeededFuture(prepared.revision())
        : edits.apply(caller, access, prepared.update());
  }

  /**
   * {@code POST /api/v1/documents}: with content, which is made into an edit before anything is
   * created, so that bad content creates nothing.
   */
  Future<RestReply> create(RestCall call) {
    Principal caller = call.caller();
    JsonObject body = call.json();
    if (body.getValue("content") == null) {
      return pass(call.request());
    }
    if (!(body.remove("content") instanceof JsonObject content)
        || !(content.getValue("format") instanceof String format)) {
      throw Problem.invalid("'content' must be an object with a 'format' and a 'body'.");
    }
    RestRequest bare = call.request().withBody(Bytes.of(body.toBuffer().getBytes()));
    return ask(new PrepareContent(null, format, contentBody(content), bare.resource()))
        .compose(
            prepared ->
                pass(bare.withResource(Objects.requireNonNull(prepared.created())))
                    .compose(created -> fill(caller, created, prepared)));
  }

  /** A text; the JSON of ProseMirror may also stand there as it is. */
  private static Bytes contentBody(JsonObject content) {
    Object body = content.getValue("body");
    if (body instanceof String text) {
      return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }
    if (body instanceof JsonObject json) {
      return Bytes.of(json.toBuffer().getBytes());
    }
    throw Problem.invalid("'content.body' must be a text, or ProseMirror's JSON.");
  }

  private Future<RestReply> pass(RestRequest request) {
    return bus.request(RestCalls.DOC, request, PATIENCE);
  }

  private Future<RestReply> fill(Principal caller, RestReply created, Prepared prepared) {
    if (created.status() != 201 || prepared.update().isEmpty()) {
      return Future.succeededFuture(created);
    }
    JsonObject document = new JsonObject(Buffer.buffer(created.body().array()));
    String id = document.getString("id");
    return loop.access()
        .open(caller, id)
        .compose(access -> apply(caller, access, prepared))
        .map(revision -> Replies.json(201, document.put("revision", revision)))
        .recover(fault -> Future.failedFuture(unfilled(id)));
  }

  private static Problem unfilled(String id) {
    return new Problem(
        503,
        "content-not-stored",
        "The document was created without its content",
        "Send the content again: PUT /api/v1/documents/" + id + "/content.");
  }
}
