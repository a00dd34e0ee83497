package dev.quire.edge.http;

import dev.quire.edge.socket.LoopParts;
import dev.quire.edge.socket.Sockets;
import dev.quire.wire.Bus;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;

/** Every request to one loop: an upgrade, the API, or a file of the editor. */
public final class EdgeHttp implements Handler<HttpServerRequest> {
  private final Upgrades upgrades;
  private final RestGateway rest;
  private final EditorFiles files;

  public EdgeHttp(
      LoopParts loop,
      Bus bus,
      Sockets sockets,
      ClientAddress addresses,
      Set<String> origins,
      EditorFiles files) {
    this.upgrades = new Upgrades(loop, sockets, addresses, origins);
    this.rest = new RestGateway(loop, bus, addresses);
    this.files = files;
  }

  /** Reads what all loops share; for a worker thread, before the first of them is made. */
  public static void prepare() {
    ApiDescription.shared();
  }

  /** How many upgrades wait for what their address owes. */
  public int waitingUpgrades() {
    return upgrades.waiting();
  }

  /** Done when the requests in flight have been answered, or have had their time. */
  public Future<Void> drain() {
    return rest.drain();
  }

  @Override
  public void handle(HttpServerRequest request) {
    String path = request.path() == null ? "/" : request.path();
    if (Upgrades.isUpgrade(request)) {
      upgrades.handle(request);
    } else if (path.startsWith("/api/") || path.startsWith("/.well-known/")) {
      rest.handle(request);
    } else {
      files.serve(request);
    }
  }
}
