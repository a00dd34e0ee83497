package dev.quire.edge.socket;

import dev.quire.edge.identity.TokenVerifier;
import dev.quire.edge.loop.Turn;
import dev.quire.edge.pace.Allowances;
import dev.quire.edge.pace.EdgeLimits;
import dev.quire.edge.pace.Slices;
import dev.quire.edge.presence.PresenceLink;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What the sockets of one loop share.
 *
 * @param newcomers what sockets cost before they are in a document
 * @param joins the way to a document
 * @param allowances of the whole process
 * @param clock milliseconds that never go back
 * @param wallClock what tokens expire by
 */
public record LoopParts(
    Vertx vertx,
    EdgeLimits limits,
    TokenVerifier tokens,
    Access access,
    Documents documents,
    OwnerLink owners,
    PresenceLink presence,
    Turn turn,
    Slices newcomers,
    Joins joins,
    Allowances allowances,
    EdgeCounters counters,
    LongSupplier clock,
    InstantSource wallClock) {

  /**
   * What the loop holds.
   *
   * @param upgrades that wait
   */
  public Held held(int upgrades) {
    return new Held(
        documents.open(), documents.sessions(), presence.sessions(), joins.underWay(), upgrades);
  }
}
