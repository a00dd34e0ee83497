package dev.quire.edge.http;

import dev.quire.kit.rest.Problem;
import dev.quire.wire.Bytes;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** Reads a request's body within a bound of bytes and time. */
final class HttpBody {
  private static final long PATIENCE_MILLIS = 60_000;

  private HttpBody() {}

  /** Fails with a {@link Problem}: 413 where it is longer, 408 where it takes too long. */
  static Future<Bytes> read(Vertx vertx, HttpServerRequest request, int maxBytes) {
    String declared = request.getHeader("Content-Length");
    if (declared != null && declared.length() > 10) {
      return Future.failedFuture(tooLarge(maxBytes));
    }
    if (declared != null && Long.parseLong(declared) > maxBytes) {
      return Future.failedFuture(tooLarge(maxBytes));
    }
    Promise<Bytes> body = Promise.promise();
    Buffer collected = Buffer.buffer();
    request.handler(
        part -> {
          if (collected.length() + part.length() > maxBytes) {
            body.tryFail(tooLarge(maxBytes));
          } else {
            collected.appendBuffer(part);
          }
        });
    request.endHandler(end -> body.tryComplete(Bytes.of(collected.getBytes())));
    request.exceptionHandler(
        fault -> body.tryFail(Problem.invalid("The request's body broke off.")));
    long timer =
        vertx.setTimer(
            PATIENCE_MILLIS,
            late ->
                body.tryFail(
                    new Problem(408, "timeout", "Too slow", "Send the body within a minute.")));
    return body.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  private static Problem tooLarge(int maxBytes) {
    return new Problem(413, "too-large", "Too large", "A body may have " + maxBytes + " bytes.");
  }
}
