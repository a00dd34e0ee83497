package dev.quire.edge.socket;

import dev.quire.edge.EdgeLimits;
import dev.quire.edge.identity.TokenVerifier;
import dev.quire.edge.loop.Turn;
import dev.quire.edge.presence.PresenceLink;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What the sockets of one loop share.
 *
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
    EdgeCounters counters,
    LongSupplier clock,
    InstantSource wallClock) {}
