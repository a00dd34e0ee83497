package dev.quire.auth.key;

import dev.quire.auth.session.EndedSessions;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For a signing key that may be known to others: {@code DELETE /keys/{kid}} on the management port.
 * Everything that was signed with it is good for nothing within a second, whoever signed it; people
 * stay signed in, for their refresh tokens are no keys' work. It is answered when the revocation
 * stream has it. (DELETE, which no page of another site can send.)
 */
public final class KeyRevocation {
  private static final Logger log = LoggerFactory.getLogger(KeyRevocation.class);

  private final Context context;
  private final SigningKeys keys;
  private final EndedSessions ended;

  /**
   * @param context whose loop the keys belong to
   */
  public KeyRevocation(Context context, SigningKeys keys, EndedSessions ended) {
    this.context = context;
    this.keys = keys;
    this.ended = ended;
  }

  /** Adds the route, which is served by another context. */
  public void addTo(Router router) {
    router.delete("/keys/:kid").handler(this::revoke);
  }

  private void revoke(RoutingContext asked) {
    String kid = asked.pathParam("kid");
    Context own = asked.vertx().getOrCreateContext();
    context.runOnContext(
        here -> revoke(kid).onComplete(done -> own.runOnContext(there -> answer(asked, done))));
  }

  /** Asking again tells again what could not be told, and then says that there is no such key. */
  private Future<Boolean> revoke(String kid) {
    return keys.revoke(kid)
        .onSuccess(revoked -> log.warn("event=signing-key-revoked kid={} good={}", kid, revoked))
        .compose(revoked -> ended.tellRevokedKeys().map(revoked));
  }

  private static void answer(RoutingContext asked, AsyncResult<Boolean> done) {
    if (done.failed()) {
      log.warn("event=signing-key-not-revoked fault={}", done.cause().toString());
      refuse(asked, 503, "Not everybody could be told just now. Ask again.");
    } else if (done.result()) {
      asked.response().setStatusCode(204).end();
    } else {
      refuse(asked, 404, "No key of this name is good.");
    }
  }

  private static void refuse(RoutingContext asked, int status, String detail) {
    asked.response().setStatusCode(status);
    asked.json(new JsonObject().put("detail", detail));
  }
}
