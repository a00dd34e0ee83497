package dev.quire.presence.room;

import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.presence.awareness.AwarenessEntry;
import dev.quire.presence.awareness.AwarenessUpdate;
import dev.quire.presence.awareness.Identity;
import dev.quire.wire.Bytes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who is in one document. Pure: times are given, in milliseconds since 1970. One thread. */
public final class PresenceRoom {
  private final RoomLimits limits;
  private final Consumer<String> limited;
  private final StateRules rules;
  private final Map<SessionKey, Session> sessions = new HashMap<>();
  private final Map<Long, Presence> present = new LinkedHashMap<>();
  private final Departed departed = new Departed();
  private final Announcements unsent;
  private final Set<Long> unstored = new LinkedHashSet<>();
  private int bytes;

  private record Session(Identity identity, Set<Long> clients) {}

  /**
   * @param limited told when a bound was reached, by the name of its setting without {@code
   *     QUIRE_LIMIT_}, in lower case
   */
  public PresenceRoom(RoomLimits limits, Consumer<String> limited) {
    this.limits = limits;
    this.limited = limited;
    this.rules = new StateRules(limits, limited);
    this.unsent = new Announcements(limits, limited);
  }

  /** What became of something published. */
  public enum Verdict {
    TAKEN,
    UNKNOWN_SESSION,
    MALFORMED
  }

  /**
   * @param reply an awareness update for this session alone, null where there is none
   */
  public record Published(Verdict verdict, @Nullable Bytes reply) {}

  /** False where the room is full. Entering twice changes nothing but the identity's name. */
  public boolean enter(SessionKey key, Identity identity) {
    Session known = sessions.get(key);
    if (known == null && sessions.size() >= limits.sessions()) {
      limited.accept("presence_sessions_per_document");
      return false;
    }
    sessions.put(key, new Session(identity, known == null ? new HashSet<>() : known.clients()));
    return true;
  }

  /** Everybody's states; empty where there are none. */
  public Optional<Bytes> everybody() {
    return present.isEmpty()
        ? Optional.empty()
        : Optional.of(
            AwarenessUpdate.encode(present.values().stream().map(Presence::entry).toList()));
  }

  /** Takes what the frame says of the session's own clients; nothing of a malformed one. */
  public Published publish(SessionKey key, Bytes frame, long now) {
    Session session = sessions.get(key);
    if (session == null) {
      return new Published(Verdict.UNKNOWN_SESSION, null);
    }
    List<AwarenessEntry> own = new ArrayList<>();
    try {
      for (AwarenessEntry entry : AwarenessUpdate.decode(frame)) {
        if (maySpeakFor(entry.clientId(), key, session)) {
          rules.stamped(entry, session.identity()).ifPresent(own::add);
        }
      }
    } catch (MalformedUpdateException | IllegalArgumentException malformed) {
      return new Published(Verdict.MALFORMED, null);
    }
    List<AwarenessEntry> corrections = new ArrayList<>();
    own.forEach(entry -> take(entry, key, session, now, corrections));
    return new Published(
        Verdict.TAKEN, corrections.isEmpty() ? null : AwarenessUpdate.encode(corrections));
  }

  /** The first to speak for a client id keeps it until the client is gone. */
  private boolean maySpeakFor(long clientId, SessionKey key, Session session) {
    Presence known = present.get(clientId);
    if (known == null) {
      return true;
    }
    return known.session() == null
        ? known.identity().userId().equals(session.identity().userId())
        : known.session().equals(key);
  }

  private void take(
      AwarenessEntry entry,
      SessionKey key,
      Session session,
      long now,
      List<AwarenessEntry> corrections) {
    long clientId = entry.clientId();
    Presence known = present.get(clientId);
    long newest = known == null ? departed.clockOf(clientId) : known.clock();
    String json = entry.json();
    if (json == null) {
      if (known != null && entry.clock() >= known.clock()) {
        remove(known, entry.clock());
      }
    } else if (known == null ? entry.clock() <= newest : entry.clock() < newest) {
      // The others have heard a higher clock: told of its removal, the client goes above it.
      corrections.add(new AwarenessEntry(clientId, newest, null));
    } else if (hasRoomFor(session, clientId, json, known)) {
      Presence next =
          known != null && known.clock() == entry.clock()
              ? known.renewed(key, now)
              : new Presence(clientId, entry.clock(), session.identity(), key, json, now);
      session.clients().add(clientId);
      put(next);
    }
  }

  private boolean hasRoomFor(
      Session session, long clientId, String json, @Nullable Presence known) {
    if (!session.clients().contains(clientId)
        && session.clients().size() >= limits.clientsPerSession()) {
      limited.accept("presence_clients_per_session");
      return false;
    }
    int freed = known == null ? 0 : known.json().length();
    return hasRoomFor(json.length() - freed);
  }

  private boolean hasRoomFor(int more) {
    boolean fits = bytes + more <= limits.roomBytes();
    if (!fits) {
      limited.accept("presence_document_bytes");
    }
    return fits;
  }

  private void put(Presence next) {
    Presence before = present.put(next.clientId(), next);
    bytes += next.json().length() - (before == null ? 0 : before.json().length());
    departed.forget(next.clientId());
    changed(next.clientId());
  }

  private void remove(Presence gone, long clock) {
    present.remove(gone.clientId());
    bytes -= gone.json().length();
    Session session = gone.session() == null ? null : sessions.get(gone.session());
    if (session != null) {
      session.clients().remove(gone.clientId());
    }
    departed.add(gone.clientId(), clock);
    changed(gone.clientId());
  }

  private void changed(long clientId) {
    unsent.changed(clientId);
    unstored.add(clientId);
  }

  /** The session has ended: so have its clients. */
  public void exit(SessionKey key) {
    Session session = sessions.remove(key);
    if (session != null) {
      removeAll(session.clients().stream().map(present::get).toList());
    }
  }

  /** The edge is gone, and its sessions with it. */
  public void exitEdge(String edge) {
    sessions.keySet().stream().filter(key -> key.edge().equals(edge)).toList().forEach(this::exit);
  }

  /** Removes the states that have not been published again for too long. */
  public void expire(long now) {
    removeAll(
        present.values().stream()
            .filter(client -> now - client.lastSeenMillis() >= limits.stateLifeMillis())
            .toList());
  }

  private void removeAll(List<@Nullable Presence> gone) {
    for (Presence client : gone) {
      if (client != null) {
        remove(client, client.clock() + 1);
      }
    }
  }

  /** What another process knew of this room before it came here. */
  public void restore(Collection<Presence> remembered, long now) {
    for (Presence client : remembered) {
      boolean isFresh = now - client.lastSeenMillis() < limits.stateLifeMillis();
      boolean isNews =
          !present.containsKey(client.clientId())
              && departed.clockOf(client.clientId()) < client.clock();
      if (isFresh && isNews && hasRoomFor(client.json().length())) {
        put(client);
      }
    }
  }

  /** Whether there is something to send, now or at {@link #nextSendMillis}. */
  public boolean hasUnsent() {
    return !unsent.areNone();
  }

  /** When the sessions may be sent the next frame: when the last has been paid for. */
  public long nextSendMillis() {
    return unsent.nextMillis(sessions.size());
  }

  /** What has changed since the last frame, newest only; empty where nothing has, or too soon. */
  public Optional<Bytes> send(long now) {
    if (unsent.areNone() || now < nextSendMillis()) {
      return Optional.empty();
    }
    List<AwarenessEntry> entries = new ArrayList<>();
    for (long clientId : unsent.take(now)) {
      Presence client = present.get(clientId);
      entries.add(
          client == null
              ? new AwarenessEntry(clientId, departed.clockOf(clientId), null)
              : client.entry());
    }
    entries.removeIf(entry -> entry.clock() < 0);
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    Bytes frame = AwarenessUpdate.encode(entries);
    unsent.told(frame.length(), sessions.size());
    return Optional.of(frame);
  }

  /** What has changed since it was asked last, for a successor to find. */
  public Unstored takeUnstored() {
    List<Presence> changed = new ArrayList<>();
    List<Long> gone = new ArrayList<>();
    for (long clientId : unstored) {
      Presence client = present.get(clientId);
      if (client == null) {
        gone.add(clientId);
      } else {
        changed.add(client);
      }
    }
    unstored.clear();
    return new Unstored(changed, gone);
  }

  /** Everything is to be written again: what was written may be lost. */
  public void storeAll() {
    unstored.addAll(present.keySet());
  }

  /** Who is there, in the order of arrival. */
  public List<Presence> clients() {
    return List.copyOf(present.values());
  }

  /** The edges that have sessions here. */
  public Set<String> edges() {
    Set<String> edges = new TreeSet<>();
    sessions.keySet().forEach(key -> edges.add(key.edge()));
    return edges;
  }

  /** Nobody is listening any more. */
  public boolean isEmpty() {
    return sessions.isEmpty();
  }
}
