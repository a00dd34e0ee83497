package dev.quire.presence.host;

import dev.quire.kit.limit.LimitCounts;
import dev.quire.presence.awareness.Identity;
import dev.quire.presence.redis.StoredStates;
import dev.quire.presence.room.Presence;
import dev.quire.presence.room.PresenceRoom;
import dev.quire.presence.room.RoomLimits;
import dev.quire.presence.room.SessionKey;
import dev.quire.presence.room.Unstored;
import dev.quire.wire.Bus;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.presence.PresenceToEdge;
import dev.quire.wire.presence.PresenceToEdge.Reason;
import dev.quire.wire.presence.ToPresence;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rooms of this process. Inputs come in, the rooms decide, and what they have to say goes to
 * the edges: at once for one session, at most 20 times a second for everybody. Belongs to one event
 * loop.
 */
public final class Rooms {
  private static final Logger log = LoggerFactory.getLogger(Rooms.class);
  private static final LimitCounts COUNTS = new LimitCounts("presence");

  /** Edges notice a change of processes at different times; until then a guest's room stays. */
  private static final long GUEST_MILLIS = 5000;

  private final Vertx vertx;
  private final InstantSource clock;
  private final int maxRooms;
  private final RoomLimits limits;
  private final Peers peers;
  private final StoredStates stored;
  private final Outbox outbox;
  private final Edges edges = new Edges();
  private final Map<DocumentId, Room> rooms = new HashMap<>();

  /** A room and what its host remembers about it. */
  private static final class Room {
    final PresenceRoom core;
    final long openedAtMillis;
    boolean sendScheduled;

    Room(RoomLimits limits, long now) {
      core = new PresenceRoom(limits, COUNTS::reached);
      openedAtMillis = now;
    }
  }

  public Rooms(
      Vertx vertx,
      Bus bus,
      InstantSource clock,
      int maxRooms,
      RoomLimits limits,
      Peers peers,
      StoredStates stored) {
    this.vertx = vertx;
    this.clock = clock;
    this.maxRooms = maxRooms;
    this.limits = limits;
    this.peers = peers;
    this.stored = stored;
    this.outbox = new Outbox(vertx.getOrCreateContext(), bus);
  }

  /** What an edge sends. */
  public void on(ToPresence message) {
    if (!edges.heard(message.edge(), clock.millis())) {
      log.warn("event=too-many-edges edge={}", message.edge());
      return;
    }
    for (ToPresence.Input input : message.inputs()) {
      SessionKey session = new SessionKey(message.edge(), input.session());
      if (input instanceof ToPresence.Enter enter) {
        enter(session, enter);
      } else if (input instanceof ToPresence.Publish publish) {
        publish(session, publish);
      } else if (input instanceof ToPresence.Exit exit) {
        exit(session, exit.document());
      }
    }
  }

  private void enter(SessionKey session, ToPresence.Enter enter) {
    DocumentId document = enter.document();
    Room room = rooms.get(document);
    if (room == null && rooms.size() < maxRooms) {
      room = open(document);
    } else if (room == null) {
      COUNTS.reached("presence_rooms");
    }
    Identity identity = new Identity(enter.userId(), enter.displayName());
    if (room == null || !room.core.enter(session, identity)) {
      reject(session, document, Reason.OVERLOADED);
      return;
    }
    room.core.everybody().ifPresent(states -> toSession(session, document, states));
  }

  private Room open(DocumentId document) {
    Room room = new Room(limits, clock.millis());
    rooms.put(document, room);
    stored
        .read(document, clock.millis())
        .onSuccess(remembered -> restore(document, room, remembered))
        .onFailure(fault -> onRedisAway(document, fault));
    return room;
  }

  private void restore(DocumentId document, Room room, List<Presence> remembered) {
    if (rooms.get(document) == room) {
      room.core.restore(remembered, clock.millis());
      send(document, room);
    }
  }

  private void publish(SessionKey session, ToPresence.Publish publish) {
    DocumentId document = publish.document();
    Room room = rooms.get(document);
    if (room == null) {
      reject(session, document, Reason.UNKNOWN_SESSION);
      return;
    }
    PresenceRoom.Published published =
        room.core.publish(session, publish.awareness(), clock.millis());
    Bytes reply = published.reply();
    if (reply != null) {
      toSession(session, document, reply);
    }
    switch (published.verdict()) {
      case TAKEN -> send(document, room);
      case UNKNOWN_SESSION -> reject(session, document, Reason.UNKNOWN_SESSION);
      case MALFORMED -> reject(session, document, Reason.MALFORMED);
    }
  }

  private void exit(SessionKey session, DocumentId document) {
    Room room = rooms.get(document);
    if (room != null) {
      room.core.exit(session);
      settle(document, room);
    }
  }

  /** Once a second: who has fallen silent, what has grown old, what belongs elsewhere now. */
  public void tick() {
    long now = clock.millis();
    List<String> silent = edges.takeSilent(now);
    peers.expire(now);
    for (DocumentId document : new ArrayList<>(rooms.keySet())) {
      Room room = rooms.get(document);
      if (room == null) {
        continue;
      }
      if (!peers.isMine(document) && now - room.openedAtMillis > GUEST_MILLIS) {
        // Where it belongs they are read back: also what has come since the last tick.
        store(document, room.core);
        rooms.remove(document);
        continue;
      }
      silent.forEach(room.core::exitEdge);
      room.core.expire(now);
      settle(document, room);
      store(document, room.core);
    }
  }

  /** Everything again, before what was written runs out; and after Redis was away. */
  public void storeAll() {
    rooms.values().forEach(room -> room.core.storeAll());
  }

  /** What is left to be written when the process stops. */
  public Future<Void> storeNow() {
    List<Future<Void>> writes = new ArrayList<>();
    rooms.forEach(
        (document, room) -> {
          Unstored unstored = room.core.takeUnstored();
          if (!unstored.isEmpty()) {
            writes.add(stored.write(document, unstored));
          }
        });
    return Future.join(writes).mapEmpty();
  }

  /** Sends what has changed; unloads a room that nobody is in any more. */
  private void settle(DocumentId document, Room room) {
    if (room.core.isEmpty()) {
      store(document, room.core);
      rooms.remove(document);
    } else {
      send(document, room);
    }
  }

  private void store(DocumentId document, PresenceRoom room) {
    Unstored unstored = room.takeUnstored();
    if (!unstored.isEmpty()) {
      stored.write(document, unstored).onFailure(fault -> onRedisAway(document, fault));
    }
  }

  /** Every state is written again within 10 s, so what was not written now is not missing then. */
  private static void onRedisAway(DocumentId document, Throwable fault) {
    log.debug("document={} event=redis-away fault={}", document, fault.toString());
  }

  private void send(DocumentId document, Room room) {
    if (!room.core.hasUnsent() || room.sendScheduled) {
      return;
    }
    long wait = room.core.nextSendMillis() - clock.millis();
    if (wait <= 0) {
      sendNow(document, room);
    } else {
      room.sendScheduled = true;
      vertx.setTimer(
          wait,
          timer -> {
            room.sendScheduled = false;
            if (rooms.get(document) == room) {
              send(document, room);
            }
          });
    }
  }

  private void sendNow(DocumentId document, Room room) {
    room.core
        .send(clock.millis())
        .ifPresent(
            update -> {
              PresenceToEdge.Changed changed = new PresenceToEdge.Changed(document, update);
              room.core.edges().forEach(edge -> outbox.post(edge, changed));
            });
  }

  private void toSession(SessionKey session, DocumentId document, Bytes update) {
    outbox.post(session.edge(), new PresenceToEdge.Present(document, session.number(), update));
  }

  private void reject(SessionKey session, DocumentId document, Reason reason) {
    outbox.post(session.edge(), new PresenceToEdge.Rejected(document, session.number(), reason));
  }

  /** Null where the document has no room here. */
  public @Nullable List<Presence> clientsOf(DocumentId document) {
    Room room = rooms.get(document);
    return room == null ? null : room.core.clients();
  }

  /** How many rooms there are. */
  public int size() {
    return rooms.size();
  }
}
