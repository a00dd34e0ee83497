package dev.quire.edge.presence;

import dev.quire.edge.loop.Turn;
import dev.quire.edge.route.PresenceRoutes;
import dev.quire.wire.Bus;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Principal;
import dev.quire.wire.presence.PresenceAddresses;
import dev.quire.wire.presence.PresenceAlive;
import dev.quire.wire.presence.PresenceToEdge;
import dev.quire.wire.presence.ToPresence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one loop as presence-service sees them. When a document's process changes or
 * starts again, its sessions are entered anew with the last state that each has sent. Bounded by
 * the sessions: one state each, no longer than an awareness update may be.
 */
public final class PresenceLink {
  private static final class Session {
    final Principal principal;
    final Receiver receiver;
    @Nullable Bytes lastState;

    Session(Principal principal, Receiver receiver) {
      this.principal = principal;
      this.receiver = receiver;
    }
  }

  private static final class Room {
    final DocumentId document;
    final Map<Long, Session> sessions = new HashMap<>();
    Optional<String> process = Optional.empty();
    OptionalLong start = OptionalLong.empty();

    Room(DocumentId document) {
      this.document = document;
    }
  }

  /** A session, as far as presence concerns it. */
  public interface Receiver {
    /** Everybody's states: once after the session has entered or asked. */
    void present(Bytes awareness);

    /** What the session published is no awareness update. */
    void malformedAwareness();
  }

  /** Writes a change to all sessions of a document. */
  public interface Fanout {
    void changed(DocumentId document, Bytes awareness);
  }

  private final Bus bus;
  private final String edge;
  private final Turn turn;
  private final Fanout fanout;
  private final PresenceRoutes routes = new PresenceRoutes();
  private final Map<DocumentId, Room> rooms = new HashMap<>();
  private final Map<String, List<ToPresence.Input>> outbox = new HashMap<>();

  /**
   * @param edge this loop's name on the bus
   */
  public PresenceLink(Bus bus, String edge, Turn turn, Fanout fanout) {
    this.bus = bus;
    this.edge = edge;
    this.turn = turn;
    this.fanout = fanout;
  }

  public void enter(DocumentId document, long session, Principal principal, Receiver receiver) {
    Room room = rooms.computeIfAbsent(document, Room::new);
    room.sessions.put(session, new Session(principal, receiver));
    if (room.process.isEmpty()) {
      place(room);
    } else {
      enter(room, session);
    }
  }

  /** How many sessions have entered and not left. */
  public int sessions() {
    return rooms.values().stream().mapToInt(room -> room.sessions.size()).sum();
  }

  /** The client has sent an awareness update. */
  public void publish(DocumentId document, long session, Bytes awareness) {
    Room room = rooms.get(document);
    Session publisher = room == null ? null : room.sessions.get(session);
    if (room != null && publisher != null) {
      publisher.lastState = awareness;
      if (room.process.isEmpty()) {
        // Stock clients hang up where nothing comes back.
        publisher.receiver.present(awareness);
      }
      send(room, new ToPresence.Publish(document, session, awareness));
    }
  }

  /** The client wants everybody's states: given to whoever enters. */
  public void query(DocumentId document, long session) {
    Room room = rooms.get(document);
    if (room != null && room.sessions.containsKey(session)) {
      enter(room, session);
    }
  }

  public void leave(DocumentId document, long session) {
    Room room = rooms.get(document);
    if (room != null && room.sessions.remove(session) != null) {
      send(room, new ToPresence.Exit(document, session));
      if (room.sessions.isEmpty()) {
        rooms.remove(document);
      }
    }
  }

  public void receive(PresenceToEdge message) {
    for (PresenceToEdge.Output output : message.outputs()) {
      if (output instanceof PresenceToEdge.Changed changed) {
        fanout.changed(changed.document(), changed.awareness());
      } else if (output instanceof PresenceToEdge.Present present) {
        Session session = find(present.document(), present.session());
        if (session != null) {
          session.receiver.present(present.awareness());
        }
      } else if (output instanceof PresenceToEdge.Rejected rejected) {
        rejected(rejected);
      }
    }
  }

  private @Nullable Session find(DocumentId document, long session) {
    Room room = rooms.get(document);
    return room == null ? null : room.sessions.get(session);
  }

  /**
   * Enters again whom the process does not know: each rejection answers one frame of the client's,
   * so that two sides at odds go no faster than the client. A session over a bound goes on without
   * presence.
   */
  private void rejected(PresenceToEdge.Rejected rejected) {
    Room room = rooms.get(rejected.document());
    Session session = find(rejected.document(), rejected.session());
    if (room == null || session == null) {
      return;
    }
    switch (rejected.reason()) {
      case UNKNOWN_SESSION -> enter(room, rejected.session());
      case MALFORMED -> {
        session.lastState = null;
        session.receiver.malformedAwareness();
      }
      case OVERLOADED -> session.lastState = null;
    }
  }

  public void announced(PresenceAlive alive, long nowMillis) {
    if (routes.announced(alive, nowMillis)) {
      placeAll();
    }
  }

  /** Every second: forgets silent processes, and tells the living that this edge is alive. */
  public void tick(long nowMillis) {
    if (routes.expire(nowMillis)) {
      placeAll();
    }
    Collection<String> needed =
        rooms.values().stream().flatMap(room -> room.process.stream()).distinct().toList();
    for (String process : needed) {
      if (!outbox.containsKey(process)) {
        bus.send(PresenceAddresses.process(process), new ToPresence(edge, List.of()));
      }
    }
  }

  private void placeAll() {
    rooms.values().forEach(this::place);
  }

  private void place(Room room) {
    Optional<String> process = routes.processOf(room.document);
    OptionalLong start = process.isPresent() ? routes.startOf(process.get()) : OptionalLong.empty();
    if (process.equals(room.process) && start.equals(room.start)) {
      return;
    }
    room.process = process;
    room.start = start;
    room.sessions.keySet().forEach(session -> enter(room, session));
  }

  private void enter(Room room, long number) {
    Session session = room.sessions.get(number);
    if (session == null) {
      return;
    }
    Principal who = session.principal;
    send(room, new ToPresence.Enter(room.document, number, who.userId(), who.displayName()));
    if (session.lastState != null) {
      send(room, new ToPresence.Publish(room.document, number, session.lastState));
    }
  }

  private void send(Room room, ToPresence.Input message) {
    if (room.process.isEmpty()) {
      return;
    }
    if (outbox.isEmpty()) {
      turn.atEnd(this::flush);
    }
    outbox.computeIfAbsent(room.process.get(), process -> new ArrayList<>()).add(message);
  }

  private void flush() {
    outbox.forEach(
        (process, messages) ->
            bus.send(PresenceAddresses.process(process), new ToPresence(edge, messages)));
    outbox.clear();
  }
}
