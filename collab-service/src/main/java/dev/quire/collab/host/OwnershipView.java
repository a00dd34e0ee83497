package dev.quire.collab.host;

import static java.util.stream.Collectors.toSet;

import dev.quire.wire.Bus;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Shards;
import dev.quire.wire.session.Routes;
import dev.quire.wire.session.SessionAddresses;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who owns what, as the announcements of all collab processes tell it: every process answers alike.
 * Safe from any thread.
 */
public final class OwnershipView {
  private record Owner(String process, long epoch) {}

  private final Map<Integer, Owner> owners = new ConcurrentHashMap<>();

  public OwnershipView(Bus bus) {
    bus.consume(SessionAddresses.ROUTES, this::on);
  }

  /** Adds {@code GET /ownership/{documentId}}. */
  public void addTo(Router router) {
    router.get("/ownership/:documentId").handler(this::answer);
  }

  private void on(Routes routes) {
    Set<Integer> still = routes.owned().stream().map(Routes.Owned::shard).collect(toSet());
    owners
        .entrySet()
        .removeIf(
            each ->
                each.getValue().process().equals(routes.process())
                    && !still.contains(each.getKey()));
    for (Routes.Owned owned : routes.owned()) {
      Owner said = new Owner(routes.process(), owned.epoch());
      owners.merge(owned.shard(), said, (known, now) -> now.epoch() > known.epoch() ? now : known);
    }
  }

  private void answer(RoutingContext context) {
    Optional<DocumentId> document = DocumentId.parse(context.pathParam("documentId"));
    if (document.isEmpty()) {
      context.response().setStatusCode(400);
      context.json(new JsonObject().put("detail", "Name the document by its id, a UUID."));
      return;
    }
    int shard = Shards.of(document.get());
    Owner owner = owners.get(shard);
    if (owner == null) {
      context.response().setStatusCode(503);
      context.json(new JsonObject().put("detail", "Nobody owns shard " + shard + " just now."));
      return;
    }
    context.json(
        new JsonObject()
            .put("documentId", document.get().toString())
            .put("shard", shard)
            .put("epoch", owner.epoch())
            .put("ownerProcess", owner.process()));
  }
}
