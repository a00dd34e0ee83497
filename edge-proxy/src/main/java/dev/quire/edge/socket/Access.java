package dev.quire.edge.socket;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.quire.wire.Bus;
import dev.quire.wire.DocumentId;
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

  /** Far longer than an answer is waited for. */
  private static final Duration CHANGES_KEPT = Duration.ofMinutes(1);

  private static final int MAX_CHANGES = 100_000;

  private final Vertx vertx;
  private final Bus bus;

  /** The number of the last change of each document's rights. */
  private final Cache<DocumentId, Long> changes =
      Caffeine.newBuilder().maximumSize(MAX_CHANGES).expireAfterWrite(CHANGES_KEPT).build();

  private long lastChange;

  public Access(Vertx vertx, Bus bus) {
    this.vertx = vertx;
    this.bus = bus;
  }

  /** Fails with a {@link WireFailure}. */
  public Future<OpenDocument.Access> open(Principal principal, String reference) {
    return open(new OpenDocument(principal, reference), ATTEMPTS);
  }

  /** Rights on the document have changed. */
  void changed(DocumentId document) {
    changes.put(document, ++lastChange);
  }

  private boolean hasChangedSince(long change, DocumentId document) {
    Long last = changes.getIfPresent(document);
    return last != null && last > change;
  }

  private Future<OpenDocument.Access> open(OpenDocument question, int attempts) {
    long change = lastChange;
    return ask(question, attempts)
        .compose(
            access ->
                attempts > 1 && hasChangedSince(change, access.document())
                    ? open(question, attempts - 1)
                    : Future.succeededFuture(access));
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
      case OVERLOADED, UNAVAILABLE, TIMEOUT, INTERNAL -> false;
    };
  }

  private static boolean isAway(Throwable fault) {
    return fault instanceof WireFailure failure && failure.code() == WireFailure.Code.UNAVAILABLE;
  }
}
