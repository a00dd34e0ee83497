package dev.quire.edge;

import dev.quire.edge.http.EdgeHttp;
import dev.quire.edge.http.EditorFiles;
import dev.quire.edge.http.QuietConnections;
import dev.quire.edge.http.TlsFiles;
import dev.quire.edge.http.Upgrades;
import dev.quire.edge.identity.TokenVerifier;
import dev.quire.edge.loop.Turn;
import dev.quire.edge.pace.Allowances;
import dev.quire.edge.pace.EdgeLimits;
import dev.quire.edge.pace.Slices;
import dev.quire.edge.presence.PresenceLink;
import dev.quire.edge.socket.Access;
import dev.quire.edge.socket.Documents;
import dev.quire.edge.socket.EdgeCounters;
import dev.quire.edge.socket.Joins;
import dev.quire.edge.socket.LoopParts;
import dev.quire.edge.socket.OwnerLink;
import dev.quire.edge.socket.Sockets;
import dev.quire.kit.Health;
import dev.quire.kit.revocation.Revocations;
import dev.quire.wire.Bus;
import dev.quire.wire.auth.AuthCalls;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.presence.PresenceAddresses;
import dev.quire.wire.session.SessionAddresses;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.ServerSSLOptions;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event loop of an edge: wires its sockets, its HTTP and its place on the bus. */
final class EdgeLoop extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(EdgeLoop.class);

  private static final int HEADER_BYTES = 16 << 10;
  private static final int IDLE_SECONDS = 75;
  private static final long SWEEP_MILLIS = 250;
  private static final long RENEW_MILLIS = 2_000;
  private static final long TICK_MILLIS = 500;
  private static final long GREETING_MILLIS = 1_000;

  private final EdgeSettings settings;
  private final String name;
  private final EditorFiles files;
  private final EdgeCounters counters;
  private final Allowances allowances;
  private final Health health;
  private final int port;
  private final QuietConnections<HttpConnection> quiet;
  private int connections;
  private Optional<TlsFiles.Pair> certificate = Optional.empty();
  private @Nullable HttpServer server;
  private @Nullable Sockets sockets;
  private @Nullable EdgeHttp http;

  /**
   * @param port loops on one port share it; below 0 any free one
   * @param name of this loop on the bus: no other's in the cluster
   */
  EdgeLoop(
      EdgeSettings settings,
      int port,
      String name,
      EditorFiles files,
      EdgeCounters counters,
      Allowances allowances,
      Health health) {
    this.allowances = allowances;
    this.settings = settings;
    this.port = port;
    this.name = name;
    this.files = files;
    this.counters = counters;
    this.health = health;
    this.quiet =
        new QuietConnections<>(
            settings.limits().requestMillis(), TimeUnit.SECONDS.toMillis(IDLE_SECONDS));
  }

  @Override
  public Future<?> start() {
    Bus bus = Bus.on(vertx);
    Turn turn = new Turn(context);
    Revocations revocations =
        new Revocations(
            vertx, bus, EdgeLoop::millis, entry -> Objects.requireNonNull(sockets).revoked(entry));
    OwnerLink owners = new OwnerLink(bus, name, turn, revocations::position);
    Documents documents = new Documents(owners, allowances, System.currentTimeMillis());
    PresenceLink presence =
        new PresenceLink(
            bus,
            name,
            turn,
            (document, states) -> Objects.requireNonNull(sockets).awareness(document, states));
    Slices newcomers =
        new Slices(System::nanoTime, (millis, then) -> vertx.setTimer(millis, now -> then.run()));
    LoopParts parts =
        new LoopParts(
            vertx,
            settings.limits(),
            new TokenVerifier(vertx, bus, settings.identity(), EdgeLoop::millis, revocations),
            new Access(vertx, bus, revocations),
            documents,
            owners,
            presence,
            turn,
            newcomers,
            new Joins(vertx, newcomers, settings.limits().pace(), allowances, counters),
            allowances,
            counters,
            EdgeLoop::millis,
            InstantSource.system());
    Sockets open = new Sockets(parts);
    sockets = open;
    health.register(
        name + "-owners", () -> documents.hasOwners() ? Health.Status.UP : Health.Status.DEGRADED);
    listenToBus(bus, documents, presence, revocations);
    revocations.start();
    vertx.setPeriodic(TICK_MILLIS / Sockets.TICKS_A_ROUND, timer -> open.tick());
    vertx.setPeriodic(
        GREETING_MILLIS,
        timer -> {
          documents.greetOwners();
          presence.tick(millis());
        });
    vertx.setPeriodic(SWEEP_MILLIS, timer -> sweep());
    EdgeHttp requests =
        new EdgeHttp(parts, bus, open, settings.addresses(), settings.origins(), files);
    http = requests;
    vertx.setPeriodic(
        TICK_MILLIS,
        timer -> {
          documents.tick(millis());
          counters.holds(name, parts.held(requests.waitingUpgrades()));
        });
    return settings
        .tls()
        .map(files -> vertx.executeBlocking(files::read).map(Optional::of))
        .orElse(Future.succeededFuture(Optional.empty()))
        .compose(pair -> serve(requests, pair))
        .onSuccess(listening -> renewCertificate());
  }

  private void listenToBus(
      Bus bus, Documents documents, PresenceLink presence, Revocations revocations) {
    bus.consume(SessionAddresses.edge(name), said -> documents.receive(said, millis()));
    bus.consume(SessionAddresses.ROUTES, routes -> documents.announced(routes, millis()));
    bus.consume(PresenceAddresses.edge(name), presence::receive);
    bus.consume(PresenceAddresses.ALIVE, alive -> presence.announced(alive, millis()));
    bus.consume(DocCalls.ACCESS_CHANGED, change -> revocations.ask());
    bus.consume(AuthCalls.SESSIONS_ENDED, ended -> revocations.ask());
  }

  private Future<HttpServer> serve(EdgeHttp requests, Optional<TlsFiles.Pair> pair) {
    certificate = pair;
    EdgeLimits limits = settings.limits();
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(settings.host())
            .setPort(port)
            .setTcpNoDelay(true)
            .setHttp2ClearTextEnabled(false)
            .setMaxInitialLineLength(HEADER_BYTES)
            .setMaxHeaderSize(HEADER_BYTES)
            .setIdleTimeout(IDLE_SECONDS)
            .setIdleTimeoutUnit(TimeUnit.SECONDS)
            .setMaxWebSocketFrameSize(limits.unauthenticatedFrameBytes())
            .setMaxWebSocketMessageSize(limits.frameBytes())
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false);
    pair.ifPresent(files -> options.setSsl(true).setKeyCertOptions(files.options()));
    HttpServer listening = vertx.createHttpServer(options);
    server = listening;
    return listening
        .requestHandler(request -> asked(request, requests))
        .connectionHandler(this::connected)
        .listen();
  }

  /** Looks whether the files have changed, for as long as the loop runs. */
  private void renewCertificate() {
    settings.tls().ifPresent(files -> vertx.setPeriodic(RENEW_MILLIS, timer -> renew(files)));
  }

  private void renew(TlsFiles files) {
    vertx
        .executeBlocking(files::read)
        .compose(
            pair -> {
              if (certificate.equals(Optional.of(pair))) {
                return Future.succeededFuture();
              }
              certificate = Optional.of(pair);
              return Objects.requireNonNull(server)
                  .updateSSLOptions(new ServerSSLOptions().setKeyCertOptions(pair.options()))
                  .onSuccess(done -> log.info("event=certificate-renewed loop={}", name));
            })
        .onFailure(
            fault ->
                // Connections go on with the one before; half a renewal is whole the next time.
                log.warn("event=certificate-not-renewed fault={}", fault.toString()));
  }

  private void asked(HttpServerRequest request, EdgeHttp requests) {
    HttpConnection connection = request.connection();
    quiet.asked(connection);
    if (certificate.isPresent()) {
      request.response().putHeader("Strict-Transport-Security", "max-age=31536000");
    }
    if (!Upgrades.isUpgrade(request)) {
      request.response().endHandler(ended -> quiet.answered(connection, millis()));
    }
    requests.handle(request);
  }

  /** Whoever connects and asks for nothing is cut off. */
  private void connected(HttpConnection connection) {
    if (connections >= settings.limits().connections()) {
      counters.limited("connections");
      cutOff(connection);
      return;
    }
    connections++;
    Accepts.bound(connection, settings.limits().pace().accepts(), counters);
    quiet.connected(connection, millis());
    connection.closeHandler(
        closed -> {
          connections--;
          quiet.closed(connection);
        });
  }

  private void sweep() {
    for (HttpConnection connection : quiet.overdue(millis())) {
      counters.limited("request_millis");
      cutOff(connection);
    }
  }

  private static void cutOff(HttpConnection connection) {
    connection.close().onFailure(EdgeLoop::closedAlready);
  }

  private static void closedAlready(Throwable fault) {
    log.debug("event=connection-closed fault={}", fault.toString());
  }

  int actualPort() {
    return Objects.requireNonNull(server, "not started").actualPort();
  }

  /**
   * Goes on as before until whoever balances the load has seen that this process is not ready; then
   * lets nobody in any more, tells the clients to reconnect, and ends the requests in flight.
   */
  @Override
  public Future<?> stop() {
    health.unregister(name + "-owners");
    Sockets open = sockets;
    EdgeHttp requests = http;
    if (open == null || requests == null) {
      return Future.succeededFuture();
    }
    long notice = settings.drainNoticeMillis();
    Future<?> noticed = notice == 0 ? Future.succeededFuture() : vertx.timer(notice);
    return noticed.compose(
        gone -> Future.join(open.closeAll(settings.drainMillis()), requests.drain()));
  }

  /** Milliseconds that never go back. */
  private static long millis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
