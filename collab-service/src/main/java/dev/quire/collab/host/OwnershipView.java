package dev.quire.collab.host;

import dev.quire.collab.lease.Neighbours;
import dev.quire.wire.Bus;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import dev.quire.wire.session.Routes;
import dev.quire.wire.session.SessionAddresses;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * Who owns what, as the announcements of all collab processes tell it: every process answers alike.
 * Safe from any thread.
 */
public final class OwnershipView {
  private final Neighbours processes = new Neighbours();

  public OwnershipView(Bus bus) {
    bus.consume(SessionAddresses.ROUTES, this::on);
  }

  /** Adds {@code GET /ownership/{documentId}}. */
  public void addTo(Router router) {
    router.get("/ownership/:documentId").handler(this::answer);
  }

  private synchronized void on(Routes routes) {
    processes.announced(routes, nowMillis());
  }

  private synchronized Optional<Neighbours.Owner> ownerOf(int shard) {
    return processes.ownerOf(shard, nowMillis());
  }

  private static long nowMillis() {
    return System.nanoTime() / 1_000_000;
  }

  private void answer(RoutingContext context) {
    Optional<DocumentId> document = DocumentId.parse(context.pathParam("documentId"));
    if (document.isEmpty()) {
      context.response().setStatusCode(400);
      context.json(new JsonObject().put("detail", "Name the document by its id, a UUID."));
      return;
    }
    int shard = Shards.of(document.get());
    Optional<Neighbours.Owner> owner = ownerOf(shard);
    if (owner.isEmpty()) {
      context.response().setStatusCode(503);
      context.json(new JsonObject().put("detail", "Nobody owns shard " + shard + " just now."));
      return;
    }
    context.json(
        new JsonObject()
            .put("documentId", document.get().toString())
            .put("shard", shard)
            .put("epoch", owner.get().epoch())
            .put("ownerProcess", owner.get().process()));
  }
}
