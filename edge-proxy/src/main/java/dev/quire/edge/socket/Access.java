package dev.quire.edge.socket;

import dev.quire.wire.Bus;
import dev.quire.wire.Principal;
import dev.quire.wire.WireFailure;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.OpenDocument;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Asks doc-service what somebody may do with a document; patient with a service that is away. */
public final class Access {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long PAUSE_MILLIS = 250;
  private static final int ATTEMPTS = 8;

  private final Vertx vertx;
  private final Bus bus;

  public Access(Vertx vertx, Bus bus) {
    this.vertx = vertx;
    this.bus = bus;
  }

  /** Fails with a {@link WireFailure}. */
  public Future<OpenDocument.Access> open(Principal principal, String reference) {
    return open(new OpenDocument(principal, reference), ATTEMPTS);
  }

  private Future<OpenDocument.Access> open(OpenDocument question, int attempts) {
    return bus.request(DocCalls.OPEN_DOCUMENT, question, PATIENCE)
        .recover(
            fault ->
                attempts > 1 && isAway(fault)
                    ? vertx.timer(PAUSE_MILLIS).compose(later -> open(question, attempts - 1))
                    : Future.failedFuture(fault));
  }

  /** Whether the failure is an answer, and not the lack of one. */
  static boolean isFinal(WireFailure failure) {
    return switch (failure.code()) {
      case INVALID, UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, CONFLICT -> true;
      case OVERLOADED, UNAVAILABLE, TIMEOUT, INTERNAL -> false;
    };
  }

  private static boolean isAway(Throwable fault) {
    return fault instanceof WireFailure failure && failure.code() == WireFailure.Code.UNAVAILABLE;
  }
}
