package dev.quire.edge.http;

import dev.quire.edge.identity.TokenRefused;
import dev.quire.kit.rest.Problem;
import dev.quire.kit.rest.Replies;
import dev.quire.wire.Bus;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Principal;
import dev.quire.wire.WireFailure;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.KeepAnswer;
import dev.quire.wire.doc.KeepAnswer.Ending;
import dev.quire.wire.doc.TakeKey;
import dev.quire.wire.rest.RestReply;
import dev.quire.wire.rest.RestRequest;
import dev.quire.wire.rest.RestRequest.Pair;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests of known callers that carry an {@code Idempotency-Key}: one that comes again is not
 * carried out again, but answered as before. doc-service keeps the keys, and decides who carries a
 * request out that comes several times at once.
 */
final class IdempotencyKeys {
  private static final Logger log = LoggerFactory.getLogger(IdempotencyKeys.class);

  private static final String HEADER = "idempotency-key";
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Sign-ins and tickets are never kept. */
  private static final String ACCOUNTS = "/api/v1/auth/";

  /** Longer answers than any that creates something; they are not kept. */
  private static final int LONGEST_KEPT = 64 << 10;

  /** Longer bodies are digested on a worker: a megabyte takes some milliseconds. */
  private static final int LONGEST_DIGESTED_HERE = 128 << 10;

  /** Whose key it is, and what of it is stored. */
  private record Keyed(String owner, KeySeal seal) {
    KeepAnswer ended(DocumentId resource, RestReply answer) {
      Ending ending = IdempotencyKeys.ending(answer.status());
      boolean kept = ending == Ending.DONE && answer.body().length() <= LONGEST_KEPT;
      return ended(resource, ending, kept ? withBody(answer, seal.seal(answer.body())) : null);
    }

    KeepAnswer ended(DocumentId resource, Ending ending, @Nullable RestReply sealed) {
      return new KeepAnswer(owner, seal.name(), resource, ending, sealed);
    }

    RestReply open(RestReply sealed) {
      return withBody(sealed, seal.open(sealed.body()));
    }

    private static RestReply withBody(RestReply reply, Bytes body) {
      return new RestReply(reply.status(), reply.headers(), body);
    }
  }

  private final Vertx vertx;
  private final Bus bus;

  IdempotencyKeys(Vertx vertx, Bus bus) {
    this.vertx = vertx;
    this.bus = bus;
  }

  /** Answers by the handler, unless that was done before under the request's key. */
  Future<RestReply> answer(RestRequest request, Function<RestRequest, Future<RestReply>> handler) {
    Optional<String> key = key(request);
    Principal caller = request.caller();
    if (key.isEmpty() || caller == null || !mayBeKeyed(request)) {
      return handler.apply(request);
    }
    if (!KEY.matcher(key.get()).matches()) {
      throw Problem.invalid("An Idempotency-Key has 1 to 255 visible ASCII characters.");
    }
    String owner = caller.realm().name().toLowerCase(Locale.ROOT) + ':' + caller.userId();
    Keyed keyed = new Keyed(owner, new KeySeal(owner, key.get()));
    return digest(request)
        .compose(
            digest ->
                bus.request(
                    DocCalls.TAKE_KEY, new TakeKey(owner, keyed.seal().name(), digest), PATIENCE))
        .compose(taken -> answer(request, keyed, taken, handler));
  }

  /** What is answered with credentials is not kept, nor is what begins a visit. */
  private static boolean mayBeKeyed(RestRequest request) {
    return request.method().equals("POST")
        && !request.path().startsWith(ACCOUNTS)
        && !request.path().equals(VisitorRequests.VISIT);
  }

  private static Optional<String> key(RestRequest request) {
    return request.headers().stream()
        .filter(header -> header.name().equals(HEADER))
        .map(Pair::value)
        .findFirst();
  }

  private Future<RestReply> answer(
      RestRequest request,
      Keyed keyed,
      TakeKey.Taken taken,
      Function<RestRequest, Future<RestReply>> handler) {
    return switch (taken.outcome()) {
      case BEGUN -> {
        DocumentId resource = Objects.requireNonNull(taken.resource());
        yield carryOut(request.withResource(resource), handler)
            .transform(
                done ->
                    keep(done.succeeded()
                            ? keyed.ended(resource, done.result())
                            : keyed.ended(resource, ending(done.cause()), null))
                        .transform(
                            kept ->
                                done.succeeded()
                                    ? Future.succeededFuture(done.result())
                                    : Future.failedFuture(done.cause())));
      }
      case ANSWERED ->
          Future.succeededFuture(
              Replies.with(
                  keyed.open(Objects.requireNonNull(taken.answer())),
                  "idempotent-replayed",
                  "true"));
      case OTHER_REQUEST ->
          Future.failedFuture(
              new Problem(
                  422,
                  "idempotency-key-reused",
                  "Another request had this key",
                  "Send another request under another Idempotency-Key."));
      case UNDER_WAY ->
          Future.succeededFuture(
              Replies.with(
                  new Problem(
                          409,
                          "idempotency-key-in-use",
                          "The same request is being answered",
                          "Wait a second and send it again: it is then answered the same.")
                      .reply(),
                  "retry-after",
                  "1"));
      case TOO_MANY ->
          Future.failedFuture(
              new Problem(
                  429,
                  "too-many-requests",
                  "Too many keys",
                  "You have used as many Idempotency-Keys as are kept. They are forgotten after a"
                      + " day; send the request without one."));
    };
  }

  private static Future<RestReply> carryOut(
      RestRequest request, Function<RestRequest, Future<RestReply>> handler) {
    return Future.succeededFuture().compose(begun -> handler.apply(request));
  }

  private static Ending ending(Throwable fault) {
    if (fault instanceof Problem problem) {
      return ending(problem.status());
    }
    if (fault instanceof WireFailure failure) {
      return ending(Problem.of(failure).status());
    }
    return fault instanceof TokenRefused ? Ending.REFUSED : Ending.UNKNOWN;
  }

  private static Ending ending(int status) {
    if (status >= 500) {
      return Ending.UNKNOWN;
    }
    return status >= 400 ? Ending.REFUSED : Ending.DONE;
  }

  /** Before the caller has his answer, so that it is there when he asks again. */
  private Future<KeepAnswer.Kept> keep(KeepAnswer ended) {
    return bus.request(DocCalls.KEEP_ANSWER, ended, PATIENCE)
        .onFailure(fault -> log.warn("event=answer-not-kept fault={}", fault.toString()));
  }

  private Future<Bytes> digest(RestRequest request) {
    return request.body().length() <= LONGEST_DIGESTED_HERE
        ? Future.succeededFuture(digestOf(request))
        : vertx.executeBlocking(() -> digestOf(request), false);
  }

  /** Of all that decides what a request does; each part ends where the next begins. */
  private static Bytes digestOf(RestRequest request) {
    StringBuilder head = new StringBuilder(request.path());
    request
        .query()
        .forEach(pair -> head.append('\0').append(pair.name()).append('\0').append(pair.value()));
    request.headers().stream()
        .filter(header -> header.name().equals("content-type") || header.name().equals("if-match"))
        .forEach(
            header -> head.append('\n').append(header.name()).append('\0').append(header.value()));
    MessageDigest digest = sha256();
    digest.update(head.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    return Bytes.of(digest.digest(request.body().array()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
