package dev.quire.edge.http;

import dev.quire.edge.identity.TokenRefused;
import dev.quire.kit.rest.Problem;
import dev.quire.wire.WireFailure;
import dev.quire.wire.rest.RestReply;
import dev.quire.wire.rest.RestRequest.Pair;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How REST's answers go out: with their headers, and to clients that may still be sending. */
final class RestAnswers {
  /** The public keys: the one answer that may be cached. */
  static final String KEYS = "/.well-known/jwks.json";

  private static final Logger log = LoggerFactory.getLogger(RestAnswers.class);

  /** How long the rest of a body is read that nobody wants. */
  private static final long LINGER_MILLIS = 2_000;

  private static final int UNAUTHORIZED = 401;

  private final Vertx vertx;

  RestAnswers(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Says what is wrong, as RFC 9457 has it. */
  void refuse(HttpServerRequest request, Throwable fault) {
    reply(request, problem(request, fault));
  }

  private static RestReply problem(HttpServerRequest request, Throwable fault) {
    if (fault instanceof Problem problem) {
      return problem.reply();
    }
    if (fault instanceof TokenRefused refused) {
      return Problem.unauthenticated(refused.reason()).reply();
    }
    if (fault instanceof WireFailure failure) {
      return Problem.of(failure).reply();
    }
    log.error("event=rest-failed method={} path={}", request.method(), request.path(), fault);
    return new Problem(
            500, "internal", "Something went wrong", "Try again; the server's log says more.")
        .reply();
  }

  /** Writes the answer, unless nobody waits for it any more. */
  void reply(HttpServerRequest request, RestReply reply) {
    HttpServerResponse response = request.response();
    if (response.closed() || response.ended()) {
      return;
    }
    response.setStatusCode(reply.status());
    for (Pair header : reply.headers()) {
      response.headers().add(header.name(), header.value());
    }
    if (reply.status() == UNAUTHORIZED) {
      // RFC 9110, section 15.5.2: whoever answers says so with how to authenticate.
      response.putHeader("WWW-Authenticate", "Bearer");
    }
    boolean cacheable = request.path().equals(KEYS) && response.headers().contains("Cache-Control");
    if (!cacheable) {
      response.putHeader("Cache-Control", "no-store");
    }
    SecurityHeaders.addTo(response.headers());
    end(request, reply)
        .onFailure(fault -> log.debug("event=answer-not-sent fault={}", fault.toString()));
    if (!request.isEnded()) {
      linger(request);
    }
  }

  private static Future<Void> end(HttpServerRequest request, RestReply reply) {
    HttpServerResponse response = request.response();
    if (!isHead(request)) {
      return response.end(Buffer.buffer(reply.body().array()));
    }
    // As long as GET's; where that is nothing, neither 204 nor 304 may say so.
    if (reply.body().length() > 0) {
      response.putHeader("Content-Length", Integer.toString(reply.body().length()));
    }
    return response.end();
  }

  static boolean isHead(HttpServerRequest request) {
    return HttpMethod.HEAD.equals(request.method());
  }

  /**
   * Throws away what the client still sends, for a while: a connection that is closed with input
   * unread is reset, and the client may then never see its answer.
   */
  private void linger(HttpServerRequest request) {
    long timer =
        vertx.setTimer(
            LINGER_MILLIS,
            late ->
                request
                    .connection()
                    .close()
                    .onFailure(fault -> log.debug("event=closed fault={}", fault.toString())));
    request.handler(unwanted -> {});
    request.endHandler(end -> vertx.cancelTimer(timer));
    request.exceptionHandler(gone -> vertx.cancelTimer(timer));
    request.resume();
  }
}
