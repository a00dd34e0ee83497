package dev.quire.edge.world;

import dev.quire.edge.EdgeService;
import dev.quire.kit.Health;
import dev.quire.kit.Settings;
import dev.quire.wire.Bus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.NetClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** A running edge and what is behind it. */
public final class EdgeWorld implements AutoCloseable {
  static {
    // A machine with other work to do is no reason to fail.
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
  }

  public static final String SECRET = "a secret of the test's own, long enough";

  public final Vertx vertx = Vertx.vertx();
  public final Bus bus = Bus.on(vertx);
  public final FakeServices services = new FakeServices(vertx, bus);
  public final FakeOwners owners = new FakeOwners(vertx, bus);
  public final TestTokens tokens = new TestTokens(vertx, services);
  public final Health health = new Health();
  public final int port;

  private final WebSocketClient sockets =
      vertx.createWebSocketClient(
          new WebSocketClientOptions()
              .setMaxFrameSize(64 << 20)
              .setMaxMessageSize(128 << 20)
              .setMaxConnections(10_000));
  private final HttpClient http = vertx.createHttpClient();
  private final NetClient tcp = vertx.createNetClient();
  private final String deployment;

  /**
   * @param settings beside those that every test has; name, value
   */
  public EdgeWorld(String... settings) {
    Map<String, String> environment = new HashMap<>();
    environment.put("QUIRE_PORT", "0");
    environment.put("QUIRE_PROCESS", "edge-1");
    environment.put("QUIRE_EDGE_EVENT_LOOPS", "1");
    environment.put("QUIRE_EXTERNAL_JWT_SECRET", SECRET);
    environment.put("QUIRE_EDGE_DRAIN_NOTICE_MILLIS", "0");
    for (int i = 0; i < settings.length; i += 2) {
      environment.put(settings[i], settings[i + 1]);
    }
    EdgeService edge = new EdgeService(Settings.of(environment), health);
    deployment = await(vertx.deployVerticle(edge));
    port = edge.port();
  }

  public static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  public Client collab() {
    return connect(new WebSocketConnectOptions().setURI("/collab"));
  }

  /** A client of y-websocket with a token in its URL. */
  public Client yjs(String document, String token) {
    return connect(new WebSocketConnectOptions().setURI("/yjs/" + document + "?token=" + token));
  }

  public Client connect(WebSocketConnectOptions options) {
    return await(tryConnect(options));
  }

  /** A client that packs its messages where the edge agrees. */
  public Client packing() {
    WebSocketClient packing =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setTryUsePerMessageCompression(true)
                .setCompressionAllowClientNoContext(true)
                .setCompressionRequestServerNoContext(true)
                .setMaxFrameSize(64 << 20));
    WebSocketConnectOptions options =
        new WebSocketConnectOptions().setURI("/collab").setHost("127.0.0.1").setPort(port);
    return await(onContext(() -> packing.connect(options).map(Client::new)));
  }

  /** A plain connection. */
  public RawClient raw() {
    return await(onContext(() -> tcp.connect(port, "127.0.0.1").map(RawClient::new)));
  }

  public Future<Client> tryConnect(WebSocketConnectOptions options) {
    return onContext(
        () -> sockets.connect(options.setHost("127.0.0.1").setPort(port)).map(Client::new));
  }

  /** On an event loop, where nothing can arrive between two steps of the call. */
  private <T> Future<T> onContext(Supplier<Future<T>> call) {
    Promise<T> done = Promise.promise();
    vertx.runOnContext(nothing -> call.get().onComplete(done));
    return done.future();
  }

  /** Stops the edge as a process is stopped. */
  public Future<Void> stop() {
    return vertx.undeploy(deployment);
  }

  /** What an HTTP request is answered with. */
  public record Answer(int status, Map<String, String> headers, Buffer body) {
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  public Answer request(HttpMethod method, String path, Map<String, String> headers, Buffer body) {
    RequestOptions options =
        new RequestOptions().setHost("127.0.0.1").setPort(port).setMethod(method).setURI(path);
    headers.forEach(options::putHeader);
    return await(onContext(() -> send(options, body)));
  }

  private Future<Answer> send(RequestOptions options, Buffer body) {
    return http.request(options)
        .compose(request -> request.send(body))
        .compose(response -> response.body().map(bytes -> answer(response, bytes)));
  }

  private static Answer answer(HttpClientResponse response, Buffer body) {
    Map<String, String> headers = new HashMap<>();
    response
        .headers()
        .forEach(
            header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
    return new Answer(response.statusCode(), headers, body);
  }

  public Answer get(String path) {
    return request(HttpMethod.GET, path, Map.of(), Buffer.buffer());
  }

  /** The edge before its clients: they would wait for the answer of one that does not read. */
  @Override
  public void close() {
    if (vertx.deploymentIDs().contains(deployment)) {
      await(stop());
    }
    await(vertx.close());
  }
}
