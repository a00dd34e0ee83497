package dev.quire.presence.rest;

import dev.quire.presence.host.Peers;
import dev.quire.presence.host.Rooms;
import dev.quire.presence.redis.StoredStates;
import dev.quire.presence.room.Presence;
import dev.quire.wire.Bus;
import dev.quire.wire.DocumentId;
import dev.quire.wire.WireFailure;
import dev.quire.wire.presence.PresenceAddresses;
import dev.quire.wire.presence.ReadPresence;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the states of a document wherever they are. */
public final class WhoIsThere {
  private static final Logger log = LoggerFactory.getLogger(WhoIsThere.class);
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private final String process;
  private final Bus bus;
  private final InstantSource clock;
  private final Peers peers;
  private final Rooms rooms;
  private final StoredStates stored;

  public WhoIsThere(
      String process, Bus bus, InstantSource clock, Peers peers, Rooms rooms, StoredStates stored) {
    this.process = process;
    this.bus = bus;
    this.clock = clock;
    this.peers = peers;
    this.rooms = rooms;
    this.stored = stored;
  }

  /**
   * From the process that the document belongs to; where that is away, from Redis. Fails with
   * {@link WireFailure.Code#UNAVAILABLE} where neither answers.
   */
  public Future<ReadPresence.States> ask(DocumentId document) {
    String owner = peers.processOf(document);
    return owner.equals(process)
        ? answer(new ReadPresence(document))
        : bus.request(PresenceAddresses.read(owner), new ReadPresence(document), ANSWER)
            .recover(
                fault -> {
                  log.warn("process={} event=presence-not-answered fault={}", owner, fault);
                  return remembered(document);
                });
  }

  /** What this process knows. */
  public Future<ReadPresence.States> answer(ReadPresence question) {
    List<Presence> here = rooms.clientsOf(question.document());
    // Without a room nobody has entered here yet: after a takeover Redis may know more.
    return here == null
        ? remembered(question.document())
            .recover(away -> Future.succeededFuture(new ReadPresence.States(List.of())))
        : Future.succeededFuture(states(here));
  }

  private Future<ReadPresence.States> remembered(DocumentId document) {
    return stored.read(document, clock.millis()).map(WhoIsThere::states);
  }

  private static ReadPresence.States states(List<Presence> clients) {
    return new ReadPresence.States(
        clients.stream()
            .map(
                client ->
                    new ReadPresence.State(
                        client.clientId(),
                        client.identity().userId(),
                        client.identity().displayName(),
                        client.json(),
                        client.lastSeenMillis()))
            .toList());
  }
}
