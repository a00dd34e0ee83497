package dev.quire.edge.http;

import dev.quire.edge.channel.Effect;
import dev.quire.edge.socket.EncodedFrames;
import dev.quire.edge.socket.Subscriber;
import dev.quire.kit.rest.EntityTag;
import dev.quire.kit.rest.Problem;
import dev.quire.wire.session.ToEdge;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** One update over HTTP: a session of its document until the update is answered. */
final class UpdateSession implements Subscriber {
  private final Promise<Long> revision = Promise.promise();

  /** The revision at which the update is durable; fails with a {@link Problem}. */
  Future<Long> revision() {
    return revision.future();
  }

  /** Nobody has answered in time. */
  void late() {
    revision.tryFail(
        new Problem(
            504,
            "timeout",
            "No answer in time",
            "The update may or may not be stored. Send it again: it is stored once."));
  }

  @Override
  public void deliver(EncodedFrames update) {
    // Never synchronised, so nothing is delivered; and nobody to pass it on to.
  }

  @Override
  public void awareness(EncodedFrames states) {
    // Nobody to pass it on to.
  }

  @Override
  public void synchronise(Effect.Synchronise synchronise) {
    // Never asked for.
  }

  @Override
  public void answer(Effect.Answer answer) {
    switch (answer.verdict()) {
      case APPLIED -> revision.tryComplete(answer.revision());
      case READ_ONLY ->
          revision.tryFail(
              Problem.forbidden("Ask an owner of the document for the right to edit."));
      case MALFORMED ->
          revision.tryFail(Problem.invalid("The body must be one Yjs update, format v1 or v2."));
      case CHANGED -> revision.tryFail(EntityTag.changed());
      case TOO_LARGE ->
          revision.tryFail(
              new Problem(
                  413,
                  "document-too-large",
                  "Document too large",
                  "The document has reached its greatest size; the update was not stored."));
    }
  }

  @Override
  public void end(ToEdge.Reason reason) {
    switch (reason) {
      case GONE -> revision.tryFail(Problem.notFound("There is no such document."));
      case OTHER_HISTORY ->
          revision.tryFail(
              new Problem(
                  409,
                  "other-history",
                  "Another history",
                  "The update holds the initial content of another document, or this one's again."
                      + " Nothing was stored. Read the document's state, and edit that."));
      case OVERLOADED ->
          revision.tryFail(
              new Problem(503, "overloaded", "Too busy", "Try again in a few seconds."));
      case CLIENT_TAKEN ->
          revision.tryFail(
              Problem.conflict(
                  "Somebody else who is here writes under one of the update's client ids. Make the"
                      + " update with a Y.Doc of your own."));
      case LOST_PLACE, NOT_OWNER, UNAVAILABLE ->
          revision.tryFail(
              new Problem(503, "unavailable", "Not available", "Send the update again."));
    }
  }
}
