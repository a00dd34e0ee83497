package dev.quire.edge.http;

import dev.quire.edge.identity.TokenRefused;
import dev.quire.edge.pace.EdgeLimits;
import dev.quire.edge.socket.LoopParts;
import dev.quire.kit.rest.Problem;
import dev.quire.kit.rest.RestRouter;
import dev.quire.wire.Bus;
import dev.quire.wire.Bytes;
import dev.quire.wire.Call;
import dev.quire.wire.Principal;
import dev.quire.wire.WireFailure;
import dev.quire.wire.rest.RestCalls;
import dev.quire.wire.rest.RestReply;
import dev.quire.wire.rest.RestRequest;
import dev.quire.wire.rest.RestRequest.Pair;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** REST: limits a request, verifies its token, and passes it to the service that answers it. */
final class RestGateway {
  private static final String BEARER = "bearer ";
  private static final String SEND_A_TOKEN = "Send an access token: 'Authorization: Bearer …'.";

  /** Below it nothing is for strangers. */
  private static final String OF_SOMEBODY = "/api/v1/documents";

  private static final Pattern PRESENCE = Pattern.compile("/api/v1/documents/[^/]+/presence");
  private static final Pattern UPDATES = Pattern.compile("/api/v1/documents/[^/]+/updates");
  private static final Pattern EDITS = Pattern.compile("/api/v1/documents/[^/]+/edits");
  private static final Pattern CONTENT = Pattern.compile("/api/v1/documents/[^/]+/content");
  private static final Pattern RESTORE =
      Pattern.compile("/api/v1/documents/[^/]+/versions/[^/]+/restore");
  private static final String DOCUMENTS = "/api/v1/documents";
  private static final Duration AUTH_PATIENCE = Duration.ofSeconds(15);
  private static final Duration DOC_PATIENCE = Duration.ofSeconds(30);
  private static final Duration PRESENCE_PATIENCE = Duration.ofSeconds(5);

  private static final List<String> HEADERS =
      List.of(
          "accept",
          "content-type",
          "cookie",
          "idempotency-key",
          "if-match",
          "if-none-match",
          "user-agent",
          "x-quire-csrf");

  private record Service(Call<RestRequest, RestReply> call, Duration patience) {}

  private final LoopParts loop;
  private final Bus bus;
  private final ClientAddress addresses;
  private final RestAnswers answers;
  private final RequestPace pace;
  private final UnderWay underWay;
  private final RestRouter own;
  private final ApiDescription api = ApiDescription.shared();
  private final ApiFiles apiFiles = ApiDescription.files();
  private final IdempotencyKeys keys;
  private final WorkerExecutor longBodies;
  private final BodyAllowance strangers;
  private final BodyAllowance known;

  RestGateway(LoopParts loop, Bus bus, ClientAddress addresses) {
    this.addresses = addresses;
    this.answers = new RestAnswers(loop.vertx());
    this.pace = new RequestPace(loop);
    this.underWay = new UnderWay(loop);
    this.loop = loop;
    this.bus = bus;
    EdgeLimits limits = loop.limits();
    this.strangers =
        new BodyAllowance(
            limits.unauthenticatedFrameBytes(),
            limits.allBodyBytes(false),
            Duration.ofMillis(limits.authenticateMillis()),
            loop.counters()::limited);
    this.known =
        new BodyAllowance(
            limits.bodyBytes(),
            limits.allBodyBytes(true),
            Duration.ofMillis(limits.bodyMillis()),
            loop.counters()::limited);
    this.keys = new IdempotencyKeys(loop.vertx(), bus);
    this.longBodies = loop.vertx().createSharedWorkerExecutor("quire-edge-bodies", 1);
    Edits edits = new Edits(loop);
    ContentEdits contents = new ContentEdits(loop, bus, edits);
    this.own =
        new RestRouter()
            .route("POST", DOCUMENTS, contents::create)
            .route("POST", "/api/v1/documents/{id}/updates", new Updates(loop, edits)::post)
            .route("PUT", "/api/v1/documents/{id}/content", contents::put)
            .route("POST", "/api/v1/documents/{id}/edits", contents::edit)
            .route("POST", "/api/v1/documents/{id}/versions/{version}/restore", contents::restore);
    apiFiles.addTo(own);
  }

  void handle(HttpServerRequest request) {
    HttpBody body = new HttpBody(loop.vertx(), request);
    answer(request, body)
        .onComplete(
            done -> {
              body.release();
              if (done.succeeded()) {
                answers.reply(request, done.result());
              } else {
                answers.refuse(request, done.cause());
              }
            });
  }

  /** Who asks is found out before the body is read: strangers may send little. */
  private Future<RestReply> answer(HttpServerRequest request, HttpBody body) {
    return Future.succeededFuture()
        .compose(
            begun -> {
              pace.from(addresses.of(request));
              return caller(request);
            })
        .map(
            caller -> {
              caller.ifPresent(pace::by);
              return caller;
            })
        .recover(refused -> hearOut(body, refused))
        .compose(
            caller ->
                body.read(caller.isPresent() ? known : strangers)
                    .map(bytes -> message(request, caller, bytes)))
        .compose(this::pass);
  }

  /** A short body is read before its request is refused, so that the connection can go on. */
  private Future<Optional<Principal>> hearOut(HttpBody body, Throwable refused) {
    return body.declaredLength() <= strangers.bytes()
        ? body.read(strangers).transform(read -> Future.failedFuture(refused))
        : Future.failedFuture(refused);
  }

  private Future<Optional<Principal>> caller(HttpServerRequest request) {
    String header = request.getHeader("Authorization");
    if (header == null) {
      return request.path().startsWith(OF_SOMEBODY)
          ? Future.failedFuture(new TokenRefused(SEND_A_TOKEN))
          : Future.succeededFuture(Optional.empty());
    }
    if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Future.failedFuture(new TokenRefused(SEND_A_TOKEN));
    }
    return loop.tokens().verify(header.substring(BEARER.length()).strip()).map(Optional::of);
  }

  private static List<Pair> query(HttpServerRequest request) {
    List<Pair> query = new ArrayList<>();
    try {
      for (Map.Entry<String, String> parameter : request.params()) {
        query.add(new Pair(parameter.getKey(), parameter.getValue()));
      }
    } catch (IllegalArgumentException malformed) {
      throw Problem.invalid("The address's query is not percent-encoded correctly.");
    }
    return List.copyOf(query);
  }

  /**
   * HEAD is GET whose content is not sent (RFC 9110, section 9.3.2): services hear of GET alone.
   */
  private static String methodOf(HttpServerRequest request) {
    return RestAnswers.isHead(request) ? HttpMethod.GET.name() : request.method().name();
  }

  private RestRequest message(HttpServerRequest request, Optional<Principal> caller, Bytes body) {
    caller.ifPresent(known -> VisitorRequests.check(known, request.path()));
    List<Pair> headers = new ArrayList<>();
    for (String name : HEADERS) {
      String value = request.getHeader(name);
      if (value != null) {
        headers.add(new Pair(name, value));
      }
    }
    return new RestRequest(
        methodOf(request),
        request.path(),
        query(request),
        List.copyOf(headers),
        caller.orElse(null),
        addresses.of(request),
        body);
  }

  private Future<RestReply> pass(RestRequest request) {
    return underWay.answer(() -> pace.answer(request, () -> ask(request)));
  }

  /** Done when no request is in flight, or those that are have had their time. */
  Future<Void> drain() {
    return underWay.drain();
  }

  private Future<RestReply> ask(RestRequest request) {
    return check(request).compose(checked -> keys.answer(request, this::carryOut));
  }

  /** Long bodies off the loops, one at a time: read as JSON they take several times the room. */
  private Future<Void> check(RestRequest request) {
    if (ApiDescription.isLong(request)) {
      return longBodies.executeBlocking(
          () -> {
            api.check(request);
            return null;
          },
          false);
    }
    api.check(request);
    return Future.succeededFuture();
  }

  private Future<RestReply> carryOut(RestRequest request) {
    if (isOwn(request)) {
      return own.handle(request);
    }
    Optional<Service> service = service(request);
    if (service.isEmpty()) {
      return Future.succeededFuture(Problem.notFound("There is nothing at this address.").reply());
    }
    return ask(service.get(), request);
  }

  /**
   * Whoever fails before its time is up was gone before it answered: what is only read is asked of
   * another then, once. What changes something may have been done.
   */
  private Future<RestReply> ask(Service service, RestRequest request) {
    long asked = System.nanoTime();
    return bus.request(service.call(), request, service.patience())
        .recover(
            fault -> {
              boolean isGone =
                  fault instanceof WireFailure failure
                      && failure.code() == WireFailure.Code.TIMEOUT
                      && System.nanoTime() - asked < service.patience().toNanos();
              return isGone && request.method().equals("GET")
                  ? bus.request(service.call(), request, service.patience())
                  : Future.failedFuture(fault);
            });
  }

  /** Edits, which go to the document's owner, and the API's description. */
  private boolean isOwn(RestRequest request) {
    String path = request.path();
    return switch (request.method()) {
      case "GET" -> apiFiles.isOne(path);
      case "POST" ->
          path.equals(DOCUMENTS)
              || UPDATES.matcher(path).matches()
              || EDITS.matcher(path).matches()
              || RESTORE.matcher(path).matches();
      case "PUT" -> CONTENT.matcher(path).matches();
      default -> false;
    };
  }

  private static Optional<Service> service(RestRequest request) {
    String path = request.path();
    if (path.startsWith("/api/v1/auth/") || path.equals(RestAnswers.KEYS)) {
      return Optional.of(new Service(RestCalls.AUTH, AUTH_PATIENCE));
    }
    if (PRESENCE.matcher(path).matches()) {
      return Optional.of(new Service(RestCalls.PRESENCE, PRESENCE_PATIENCE));
    }
    if (path.equals(DOCUMENTS)
        || path.startsWith("/api/v1/documents/")
        || path.startsWith("/api/v1/links/")
        || path.startsWith("/api/v1/organisations")) {
      return Optional.of(new Service(RestCalls.DOC, DOC_PATIENCE));
    }
    return Optional.empty();
  }
}
