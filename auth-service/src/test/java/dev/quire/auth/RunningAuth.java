package dev.quire.auth;

import dev.quire.kit.Health;
import dev.quire.kit.Settings;
import dev.quire.wire.Bus;
import dev.quire.wire.Bytes;
import dev.quire.wire.Principal;
import dev.quire.wire.WireFailure;
import dev.quire.wire.auth.AuthCalls;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.EndSignIns;
import dev.quire.wire.rest.RestCalls;
import dev.quire.wire.rest.RestReply;
import dev.quire.wire.rest.RestRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** auth-service on a local bus and a real PostgreSQL, and what an edge does with it. */
final class RunningAuth implements AutoCloseable {
  final TestClock clock = new TestClock();
  final Health health = new Health();
  final Set<String> endedSessions = ConcurrentHashMap.newKeySet();
  final Set<String> revokedKeys = ConcurrentHashMap.newKeySet();
  volatile boolean docIsAway;
  volatile String address = "203.0.113.7";
  final Bus bus;
  private final AuthService service;
  private final Vertx vertx = Vertx.vertx();

  RunningAuth(URI database) {
    this(database, Map.of());
  }

  RunningAuth(URI database, Map<String, String> further) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("QUIRE_DATABASE_URL", database.toString());
    environment.put("QUIRE_AUTH_ARGON2_MEMORY_KIB", "64");
    environment.put("QUIRE_AUTH_ARGON2_ITERATIONS", "1");
    environment.put("QUIRE_LIMIT_AUTH_PER_ADDRESS_PER_MINUTE", "0");
    environment.putAll(further);
    AuthSettings settings = AuthSettings.from(Settings.of(environment));
    bus = Bus.on(vertx);
    bus.answer(DocCalls.END_SIGN_INS, this::endSignIns);
    service = new AuthService(settings, health, clock);
    Waiting.get(vertx.deployVerticle(service));
  }

  /** As by the management port; the status of the answer. */
  int revoke(String kid) {
    Router router = Router.router(vertx);
    service.addRoutes(router);
    return Waiting.get(
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .compose(
                server ->
                    vertx
                        .createHttpClient()
                        .request(
                            HttpMethod.DELETE, server.actualPort(), "127.0.0.1", "/keys/" + kid)
                        .compose(request -> request.send())
                        .map(response -> response.statusCode())
                        .eventually(() -> server.close())));
  }

  private Future<EndSignIns.Ended> endSignIns(EndSignIns ended) {
    if (docIsAway) {
      return Future.failedFuture(new WireFailure(WireFailure.Code.UNAVAILABLE, "Away."));
    }
    endedSessions.addAll(ended.sessions());
    revokedKeys.addAll(ended.keys());
    return Future.succeededFuture(new EndSignIns.Ended(endedSessions.size()));
  }

  /** What came back, and the cookie to send next. */
  record Answer(RestReply reply, JsonObject body) {
    int status() {
      return reply.status();
    }

    String type() {
      return body.getString("type").substring("urn:quire:problem:".length());
    }

    String accessToken() {
      return body.getString("accessToken");
    }

    String header(String name) {
      return reply.headers().stream()
          .filter(pair -> pair.name().equals(name))
          .map(RestRequest.Pair::value)
          .findFirst()
          .orElse("");
    }

    /** {@code name=value} of the cookie that was set. */
    String cookie() {
      return header("set-cookie").split(";", -1)[0];
    }
  }

  Answer register(String email) {
    return post(
        "register",
        new JsonObject()
            .put("email", email)
            .put("password", "correct horse")
            .put("displayName", "Ada"));
  }

  Answer login(String email, String password) {
    return post("login", new JsonObject().put("email", email).put("password", password));
  }

  Answer post(String call, JsonObject body) {
    return Waiting.get(send("POST", call, Map.of(), null, body.encode()));
  }

  Future<Answer> posting(String call, @Nullable Principal caller, JsonObject body) {
    return send("POST", call, Map.of(), caller, body.encode());
  }

  Answer refresh(String cookie) {
    return Waiting.get(refreshing(cookie));
  }

  /** As a client does that can repeat it. */
  Answer refresh(String cookie, String attempt) {
    return call(
        "POST",
        "refresh",
        Map.of("cookie", cookie, "x-quire-csrf", "1", "idempotency-key", attempt));
  }

  Future<Answer> refreshing(String cookie) {
    return send("POST", "refresh", Map.of("cookie", cookie, "x-quire-csrf", "1"), null, "");
  }

  Answer call(String method, String call, Map<String, String> headers) {
    return Waiting.get(send(method, call, headers, null, ""));
  }

  Answer callAs(@Nullable Principal caller, String method, String call, JsonObject body) {
    return Waiting.get(send(method, call, Map.of(), caller, body.encode()));
  }

  Answer callAs(@Nullable Principal caller, String method, String call) {
    return Waiting.get(send(method, call, Map.of(), caller, ""));
  }

  private Future<Answer> send(
      String method,
      String call,
      Map<String, String> headers,
      @Nullable Principal caller,
      String body) {
    List<RestRequest.Pair> pairs = new ArrayList<>();
    headers.forEach((name, value) -> pairs.add(new RestRequest.Pair(name, value)));
    String path = call.startsWith("/") ? call : "/api/v1/auth/" + call;
    RestRequest request =
        new RestRequest(
            method,
            path,
            List.of(),
            pairs,
            caller,
            address,
            Bytes.of(body.getBytes(StandardCharsets.UTF_8)));
    return bus.request(RestCalls.AUTH, request, Duration.ofSeconds(20))
        .map(
            reply ->
                new Answer(
                    reply,
                    reply.body().isEmpty()
                        ? new JsonObject()
                        : new JsonObject(
                            new String(reply.body().array(), StandardCharsets.UTF_8))));
  }

  JsonObject jwks() {
    AuthCalls.Keys keys =
        Waiting.get(bus.request(AuthCalls.READ_KEYS, new AuthCalls.ReadKeys(), second()));
    return new JsonObject(keys.jwks());
  }

  /** Verifies the token with the published keys, as an edge does. */
  Principal principal(String accessToken) {
    JWTAuthOptions options = new JWTAuthOptions();
    jwks().getJsonArray("keys").forEach(key -> options.addJwk((JsonObject) key));
    JsonObject claims =
        Waiting.get(JWTAuth.create(vertx, options).authenticate(new TokenCredentials(accessToken)))
            .attributes()
            .getJsonObject("accessToken");
    return new Principal(
        Principal.Realm.QUIRE,
        claims.getString("sub"),
        claims.getString("name"),
        claims.getString("sid"),
        claims.getLong("exp") * 1000,
        List.of());
  }

  static Duration second() {
    return Duration.ofSeconds(20);
  }

  @Override
  public void close() {
    Waiting.get(vertx.close());
  }
}
