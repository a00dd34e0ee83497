package dev.quire.edge.channel;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A document's sessions, by the id that the edge's shell knows them by, and by the number that the
 * present owner does. A session that is not open at an owner has no number. Not thread-safe.
 */
final class ChannelSessions {
  private final Map<Long, ChannelSession> byId = new LinkedHashMap<>();
  private final Map<Long, ChannelSession> byNumber = new HashMap<>();
  private long lastNumber;

  boolean isEmpty() {
    return byId.isEmpty();
  }

  /** All of them, in the order in which they came. */
  Collection<ChannelSession> all() {
    return byId.values();
  }

  List<ChannelSession> copy() {
    return List.copyOf(byId.values());
  }

  @Nullable ChannelSession find(long id) {
    return byId.get(id);
  }

  /** By what an owner calls it; null where that is over. */
  @Nullable ChannelSession numbered(long number) {
    return byNumber.get(number);
  }

  /**
   * A new one.
   *
   * @throws IllegalArgumentException where there is one with its id
   */
  void add(ChannelSession session) {
    if (byId.putIfAbsent(session.id, session) != null) {
      throw new IllegalArgumentException("session " + session.id + " has joined before");
    }
  }

  void remove(ChannelSession session) {
    byId.remove(session.id);
  }

  /** The highest number that was given; 0 before the first. */
  long lastNumber() {
    return lastNumber;
  }

  /** The numbers of those that are open at the present owner. */
  List<Long> numbers() {
    return List.copyOf(byNumber.keySet());
  }

  /** It is being opened at an owner under this number, higher than all before. */
  void number(ChannelSession session, long number) {
    lastNumber = number;
    session.number = number;
    byNumber.put(number, session);
  }

  /** No owner has it open any more. */
  void close(ChannelSession session) {
    byNumber.remove(session.number);
    session.number = 0;
  }

  /** Throws where an invariant does not hold. */
  void check() {
    for (ChannelSession session : byId.values()) {
      if (session.isOpen() && byNumber.get(session.number) != session) {
        throw new IllegalStateException("session " + session.id + " has lost its number");
      }
    }
    if (byNumber.size() > byId.size()) {
      throw new IllegalStateException("numbers of sessions that are gone");
    }
  }
}
