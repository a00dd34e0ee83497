package dev.quire.presence;

import dev.quire.presence.awareness.AwarenessEntry;
import dev.quire.presence.room.Frames;
import dev.quire.wire.Bus;
import dev.quire.wire.DocumentId;
import dev.quire.wire.presence.PresenceAddresses;
import dev.quire.wire.presence.PresenceToEdge;
import dev.quire.wire.presence.ToPresence;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What an edge does with presence, and what it has heard. */
final class TestEdge {
  final List<PresenceToEdge.Output> heard = new CopyOnWriteArrayList<>();

  /** Of each client the newest entry that was sent to everybody or to one session. */
  final Map<Long, AwarenessEntry> newest = new ConcurrentHashMap<>();

  private final Bus bus;
  private final String name;

  TestEdge(Bus bus, String name) {
    this.bus = bus;
    this.name = name;
    bus.consume(PresenceAddresses.edge(name), message -> message.outputs().forEach(this::hear));
  }

  private void hear(PresenceToEdge.Output output) {
    heard.add(output);
    if (output instanceof PresenceToEdge.Changed changed) {
      Frames.entries(changed.awareness()).forEach(entry -> newest.put(entry.clientId(), entry));
    } else if (output instanceof PresenceToEdge.Present present) {
      Frames.entries(present.awareness()).forEach(entry -> newest.put(entry.clientId(), entry));
    }
  }

  void enters(String process, DocumentId document, long session, String user) {
    send(process, new ToPresence.Enter(document, session, user, "Name of " + user));
  }

  void publishes(String process, DocumentId document, long session, AwarenessEntry... entries) {
    send(process, new ToPresence.Publish(document, session, Frames.frame(entries)));
  }

  void exits(String process, DocumentId document, long session) {
    send(process, new ToPresence.Exit(document, session));
  }

  void beats(String process) {
    bus.send(PresenceAddresses.process(process), new ToPresence(name, List.of()));
  }

  private void send(String process, ToPresence.Input input) {
    bus.send(PresenceAddresses.process(process), new ToPresence(name, List.of(input)));
  }

  /** -1 where nothing has been heard of the client. */
  long clockOf(long clientId) {
    AwarenessEntry entry = newest.get(clientId);
    return entry == null ? -1 : entry.clock();
  }

  boolean sees(long clientId) {
    AwarenessEntry entry = newest.get(clientId);
    return entry != null && entry.json() != null;
  }

  boolean sawGo(long clientId) {
    AwarenessEntry entry = newest.get(clientId);
    return entry != null && entry.json() == null;
  }
}
