package dev.quire.collab.lease;

import dev.quire.collab.loop.Loop;
import dev.quire.wire.session.Routes;
import dev.quire.wire.session.SessionAddresses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells all processes, this one among them, what this one owns. On the loop. */
final class Announcer {
  private static final Logger log = LoggerFactory.getLogger(Announcer.class);

  private final Loop loop;
  private final String process;
  private final int lanes;
  private final Leases leases;
  private final Balance balance;
  private final KnownOwners knownOwners;
  private volatile long load;

  Announcer(
      Loop loop,
      String process,
      int lanes,
      Leases leases,
      Balance balance,
      KnownOwners knownOwners) {
    this.loop = loop;
    this.process = process;
    this.lanes = lanes;
    this.leases = leases;
    this.balance = balance;
    this.knownOwners = knownOwners;
  }

  void announce(long nowMillis) {
    load = balance.load();
    Routes routes =
        new Routes(
            process,
            lanes,
            leases.owned(),
            leases.isDraining(),
            leases.given(nowMillis),
            load,
            leases.byLoad().heirs());
    log.debug(
        "event=announced owned={} given={} leaving={}",
        routes.owned().size(),
        routes.given().size(),
        routes.leaving());
    knownOwners.announced(routes);
    loop.publish(SessionAddresses.ROUTES, routes);
  }

  /** What its documents keep this process busy with, by its last word. Any thread. */
  long load() {
    return load;
  }
}
