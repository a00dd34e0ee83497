package dev.quire.crdt.store;

import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.id.Ranges;
import dev.quire.crdt.struct.Struct;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What has been received and can't take effect yet: structs that depend on others still to come,
 * and deletions of structs still to come.
 *
 * <p>Of structs that overlap, those are kept that don't lie within another, so what is kept doesn't
 * depend on the order of arrival and sending something twice takes no room. How much may wait is
 * for the owner of the document to limit: it counts in {@link DocumentStore#encode}.
 */
final class Pending {
  private final NavigableMap<Long, NavigableMap<Long, Struct>> structs =
      new TreeMap<>(Comparator.reverseOrder());
  private MissingClocks missing = new MissingClocks();
  private final IdSet deletes = new IdSet();

  boolean isEmpty() {
    return structs.isEmpty() && deletes.isEmpty();
  }

  /** Whether something came of what the waiting structs need. */
  boolean isWorthRetrying(List<ClientStructs> touched) {
    return !structs.isEmpty() && missing.isAnyIn(touched);
  }

  void add(List<Struct> waiting, MissingClocks theirMissing) {
    waiting.forEach(this::add);
    missing.addAll(theirMissing);
  }

  private void add(Struct struct) {
    NavigableMap<Long, Struct> ofClient =
        structs.computeIfAbsent(struct.client(), client -> new TreeMap<>());
    Map.Entry<Long, Struct> before = ofClient.floorEntry(struct.clock());
    if (before != null && before.getValue().end() >= struct.end()) {
      return;
    }
    ofClient.put(struct.clock(), struct);
    Map.Entry<Long, Struct> next = ofClient.higherEntry(struct.clock());
    while (next != null && next.getValue().end() <= struct.end()) {
      ofClient.remove(next.getKey());
      next = ofClient.higherEntry(struct.clock());
    }
  }

  /** The waiting structs, which no longer wait. */
  IncomingUpdate takeStructs() {
    IncomingUpdate taken = IncomingUpdate.ofPending(structs.values());
    structs.clear();
    missing = new MissingClocks();
    return taken;
  }

  /** The clients of waiting structs, descending. */
  Collection<Long> clients() {
    return structs.keySet();
  }

  /** The waiting structs of a client by clock; they may overlap. */
  Collection<Struct> structs(long client) {
    NavigableMap<Long, Struct> ofClient = structs.get(client);
    return ofClient == null ? List.of() : ofClient.values();
  }

  IdSet deletes() {
    return deletes;
  }

  void addDeletes(IdSet waiting) {
    deletes.addAll(waiting);
  }

  /** Applies the waiting deletions of what has come. */
  void retryDeletes(List<ClientStructs> touched, Deletion deletion) {
    for (ClientStructs structs : touched) {
      Ranges waiting = deletes.rangesOf(structs.id());
      if (waiting != null && waiting.start(0) < structs.state()) {
        deletes.remove(structs.id());
        deletion.delete(structs.id(), waiting, deletes);
      }
    }
  }

  /** The ids of the waiting structs; a new set. */
  IdSet structIds() {
    IdSet ids = new IdSet();
    for (NavigableMap<Long, Struct> ofClient : structs.values()) {
      for (Struct struct : ofClient.values()) {
        ids.add(struct.client(), struct.clock(), struct.length());
      }
    }
    return ids;
  }
}
