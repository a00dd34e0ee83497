package dev.quire.edge.http;

import dev.quire.edge.pace.Delay;
import dev.quire.edge.socket.Deflate;
import dev.quire.edge.socket.LoopParts;
import dev.quire.edge.socket.Sockets;
import dev.quire.kit.limit.Network;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** WebSocket upgrades: {@code /collab} and {@code /yjs/{document}}. */
public final class Upgrades {
  private static final Logger log = LoggerFactory.getLogger(Upgrades.class);

  private static final String COLLAB = "/collab";
  private static final String YJS = "/yjs/";
  private static final long NO_TIMER = -1;
  private static final String TOKEN_PROTOCOL = "quire.token.";
  private static final String RESTARTS = "The server restarts. Connect again.";
  private static final String PROTOCOLS = "Sec-WebSocket-Protocol";

  private final LoopParts loop;
  private final Sockets sockets;
  private final ClientAddress addresses;
  private final Set<String> origins;
  private int waiting;

  /**
   * @param origins of other sites whose pages may connect; {@code *} for all
   */
  Upgrades(LoopParts loop, Sockets sockets, ClientAddress addresses, Set<String> origins) {
    this.loop = loop;
    this.addresses = addresses;
    this.sockets = sockets;
    this.origins = origins;
  }

  /** Whether the connection is to become a WebSocket. */
  public static boolean isUpgrade(HttpServerRequest request) {
    String upgrade = request.getHeader("Upgrade");
    return upgrade != null && upgrade.toLowerCase(Locale.ROOT).equals("websocket");
  }

  /** How many wait for what their address owes. */
  int waiting() {
    return waiting;
  }

  void handle(HttpServerRequest request) {
    String path = request.path();
    boolean collab = path.equals(COLLAB) || path.equals(COLLAB + "/");
    if (!collab && (!path.startsWith(YJS) || path.length() == YJS.length())) {
      refuse(request, 404, "Connect to /collab or /yjs/{document}.");
    } else if (!mayConnect(request)) {
      refuse(request, 403, "Pages of this origin may not connect: see QUIRE_EDGE_ORIGINS.");
    } else if (sockets.isStopping()) {
      refuse(request, 503, RESTARTS);
    } else if (collab) {
      upgrade(request, sockets::collab);
    } else {
      yjs(request, path.substring(YJS.length()));
    }
  }

  private void yjs(HttpServerRequest request, String name) {
    String document;
    try {
      // A plus sign is itself in a path; URLDecoder is made for forms, where it is a space.
      document = URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      refuse(request, 400, "The document's name is not percent-encoded correctly.");
      return;
    }
    String inUrl = request.getParam("token");
    Optional<String> protocol = tokenProtocol(request.getHeader(PROTOCOLS));
    // A browser gives the connection up where none of its protocols is taken.
    protocol.ifPresent(taken -> request.response().putHeader(PROTOCOLS, taken));
    String credential =
        inUrl != null
            ? inUrl
            : protocol.map(taken -> taken.substring(TOKEN_PROTOCOL.length())).orElse("");
    upgrade(request, (socket, address) -> sockets.yjs(socket, address, document, credential));
  }

  private static Optional<String> tokenProtocol(String offered) {
    if (offered == null) {
      return Optional.empty();
    }
    for (String protocol : offered.split(",", -1)) {
      if (protocol.strip().startsWith(TOKEN_PROTOCOL)) {
        return Optional.of(protocol.strip());
      }
    }
    return Optional.empty();
  }

  private void upgrade(HttpServerRequest request, BiConsumer<ServerWebSocket, String> opened) {
    String address = Network.of(addresses.of(request));
    Delay delay = new Delay();
    loop.allowances().address(address).socket(delay);
    if (!delay.isNone()) {
      loop.counters().limited(delay.limit());
    }
    if (waiting >= loop.limits().pace().waitingUpgrades()) {
      loop.counters().limited("waiting_upgrades");
      loop.allowances().address(address).noSocket();
      refuse(request, 503, "Too many wait to connect. Try again later.");
    } else {
      new Arrival(request, address, opened).begin(delay);
    }
  }

  /**
   * One who comes in, in turns with all who do, and later where their address has brought too many,
   * or such. Whoever gives up before is no burden to those behind them.
   */
  private final class Arrival {
    private final HttpServerRequest request;
    private final String address;
    private final BiConsumer<ServerWebSocket, String> opened;
    private long timer = NO_TIMER;
    private boolean over;

    Arrival(HttpServerRequest request, String address, BiConsumer<ServerWebSocket, String> opened) {
      this.request = request;
      this.address = address;
      this.opened = opened;
    }

    void begin(Delay delay) {
      waiting++;
      if (delay.isNone()) {
        loop.newcomers().run(this::arrive);
      } else {
        timer = loop.vertx().setTimer(delay.millis(), turn -> loop.newcomers().run(this::arrive));
      }
      if (!over) {
        request.pause();
        request.response().closeHandler(gone -> giveUp());
      }
    }

    private void arrive() {
      if (over) {
        return;
      }
      end();
      request.response().closeHandler(null);
      if (sockets.isStopping()) {
        refuse(request, 503, RESTARTS);
      } else {
        upgradeNow(request, address, opened);
      }
      request.resume();
    }

    private void giveUp() {
      if (!over) {
        end();
        loop.vertx().cancelTimer(timer);
        loop.allowances().address(address).noSocket();
      }
    }

    private void end() {
      over = true;
      waiting--;
    }
  }

  private void upgradeNow(
      HttpServerRequest request, String address, BiConsumer<ServerWebSocket, String> opened) {
    Optional<String> limit = sockets.expect(address);
    if (limit.isPresent()) {
      refuse(
          request,
          limit.get().equals("sockets_per_address") ? 429 : 503,
          "There are as many sockets as there may be (" + limit.get() + "). Try again later.");
      return;
    }
    String offered = request.getHeader(Deflate.HEADER);
    if (loop.limits().compression() && offered != null) {
      Deflate.answer(offered)
          .ifPresent(taken -> request.response().putHeader(Deflate.HEADER, taken));
    }
    request
        .toWebSocket()
        .onComplete(
            socket -> opened.accept(socket, address),
            fault -> {
              sockets.neverCame(address);
              log.debug("event=upgrade-failed fault={}", fault.toString());
            });
  }

  /** A browser's page says where it comes from, and can't lie; programs say nothing. */
  private boolean mayConnect(HttpServerRequest request) {
    String origin = request.getHeader("Origin");
    if (origin == null || origins.contains("*") || origins.contains(origin)) {
      return true;
    }
    String host = request.getHeader("Host");
    try {
      return host != null && host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  private static void refuse(HttpServerRequest request, int status, String reason) {
    SecurityHeaders.addTo(request.response().headers());
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .putHeader("Cache-Control", "no-store")
        .end(reason + "\n");
  }
}
