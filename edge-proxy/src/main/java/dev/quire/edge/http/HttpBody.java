package dev.quire.edge.http;

import dev.quire.kit.rest.Problem;
import dev.quire.wire.Bytes;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * One request's body. Nothing of it is taken from the connection before it is read, within a bound
 * of bytes and time, and within what its kind of request may hold in all.
 */
final class HttpBody {
  private static final int MAX_LENGTH_DIGITS = 10;

  private final Vertx vertx;
  private final HttpServerRequest request;
  private Buffer collected = Buffer.buffer();
  private int held;
  private BodyAllowance allowance = BodyAllowance.NONE;

  /** Stops the request where it is, until {@link #read}. */
  HttpBody(Vertx vertx, HttpServerRequest request) {
    this.vertx = vertx;
    this.request = request;
    request.pause();
  }

  /** What the request says of its length; -1 where it says nothing. */
  long declaredLength() {
    String declared = request.getHeader("Content-Length");
    if (declared == null) {
      return -1;
    }
    // Netty has refused what is no number.
    return declared.length() > MAX_LENGTH_DIGITS ? Long.MAX_VALUE : Long.parseLong(declared);
  }

  /**
   * Fails with a {@link Problem}: 413 where it is longer than the allowance lets one be, 408 where
   * it takes too long, 503 where others hold all of the allowance. {@link #release} ends it.
   */
  Future<Bytes> read(BodyAllowance allowed) {
    allowance = allowed;
    if (!allowed.fits(declaredLength())) {
      return Future.failedFuture(tooLarge());
    }
    Promise<Bytes> body = Promise.promise();
    request.handler(part -> collect(part, body));
    request.endHandler(end -> collected(body));
    request.exceptionHandler(
        fault -> body.tryFail(Problem.invalid("The request's body broke off.")));
    request.resume();
    long timer =
        vertx.setTimer(
            allowed.patience().toMillis(),
            late -> {
              allowed.late();
              body.tryFail(
                  new Problem(
                      408,
                      "timeout",
                      "Too slow",
                      "Send the body within " + allowed.patience().toSeconds() + " s."));
            });
    return body.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  private void collect(Buffer part, Promise<Bytes> body) {
    if (body.future().isComplete()) {
      return;
    }
    if (!allowance.fits((long) collected.length() + part.length())) {
      body.tryFail(tooLarge());
    } else if (allowance.take(part.length())) {
      held += part.length();
      collected.appendBuffer(part);
    } else {
      body.tryFail(new Problem(503, "overloaded", "Too busy", "Try again soon."));
    }
  }

  private void collected(Promise<Bytes> body) {
    body.tryComplete(Bytes.of(collected.getBytes()));
    collected = Buffer.buffer();
  }

  /** The request is over: what it held is given back. */
  void release() {
    allowance.giveBack(held);
    held = 0;
  }

  private Problem tooLarge() {
    return new Problem(
        413, "too-large", "Too large", "A body may have " + allowance.bytes() + " bytes.");
  }
}
