package dev.quire.edge.socket;

import dev.quire.kit.revocation.Revocations;
import dev.quire.wire.Bus;
import dev.quire.wire.Principal;
import dev.quire.wire.WireFailure;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.OpenDocument;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Asks doc-service what somebody may do with a document; patient with a service that is away. An
 * answer that was on its way while the document's rights changed may be the old one, and is asked
 * for again: processes of doc-service answer independently of each other.
 */
public final class Access {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long PAUSE_MILLIS = 250;
  private static final int ATTEMPTS = 8;

  private final Vertx vertx;
  private final Bus bus;

  private final Revocations revocations;

  public Access(Vertx vertx, Bus bus, Revocations revocations) {
    this.revocations = revocations;
    this.vertx = vertx;
    this.bus = bus;
  }

  /** Fails with a {@link WireFailure}. */
  public Future<OpenDocument.Access> open(Principal principal, String reference) {
    return open(new OpenDocument(principal, reference), ATTEMPTS);
  }

  private Future<OpenDocument.Access> open(OpenDocument question, int attempts) {
    return ask(question, attempts)
        .compose(
            access -> {
              if (!isOutdated(question.principal(), access)) {
                return Future.succeededFuture(access);
              }
              return attempts > 1
                  ? open(question, attempts - 1)
                  : Future.failedFuture(
                      new WireFailure(
                          WireFailure.Code.UNAVAILABLE, "Rights change just now. Try again."));
            });
  }

  private boolean isOutdated(Principal principal, OpenDocument.Access access) {
    String userId = principal.realm() == Principal.Realm.QUIRE ? principal.userId() : "";
    return revocations.mayHaveChanged(
        access.asOf(),
        access.document(),
        access.organisation(),
        userId,
        principal.session(),
        principal.key());
  }

  private Future<OpenDocument.Access> ask(OpenDocument question, int attempts) {
    return bus.request(DocCalls.OPEN_DOCUMENT, question, PATIENCE)
        .recover(
            fault ->
                attempts > 1 && isAway(fault)
                    ? vertx.timer(PAUSE_MILLIS).compose(later -> ask(question, attempts - 1))
                    : Future.failedFuture(fault));
  }

  /** Whether the failure is an answer, and not the lack of one. */
  static boolean isFinal(WireFailure failure) {
    return switch (failure.code()) {
      case INVALID, UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, CONFLICT -> true;
      case OVERLOADED, UNAVAILABLE, TIMEOUT, INTERNAL, TOO_LARGE, TOO_COSTLY, HISTORY_TOO_LONG ->
          false;
    };
  }

  private static boolean isAway(Throwable fault) {
    return fault instanceof WireFailure failure && failure.code() == WireFailure.Code.UNAVAILABLE;
  }
}
