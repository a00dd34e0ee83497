package dev.quire.wire;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who answers what, from what the processes announce. Pure: no I/O and no clock. Not thread-safe.
 * At most {@link #MAX_NODES} processes are remembered; more can only be a mistake and are not
 * heard.
 */
final class Answerers {
  static final long SILENCE_MILLIS = 3_000;
  private static final int MAX_NODES = 10_000;

  private static final class Node {
    Set<String> calls = Set.of();
    long heardAtMillis;
  }

  private final Map<String, Node> nodes = new TreeMap<>();
  private final Map<String, Long> turns = new HashMap<>();

  void heard(Answering said, long nowMillis) {
    if (nodes.size() < MAX_NODES || nodes.containsKey(said.node())) {
      Node node = nodes.computeIfAbsent(said.node(), first -> new Node());
      node.calls = Set.copyOf(new HashSet<>(said.calls()));
      node.heardAtMillis = nowMillis;
    }
  }

  /** The process has left the cluster. */
  void left(String node) {
    nodes.remove(node);
  }

  /** Those that have said nothing for so long that nobody should wait for them; each named once. */
  List<String> fallenSilent(long nowMillis) {
    List<String> silent = new ArrayList<>();
    nodes.forEach(
        (name, node) -> {
          if (nowMillis - node.heardAtMillis >= SILENCE_MILLIS) {
            silent.add(name);
          }
        });
    nodes.keySet().removeAll(silent);
    return silent;
  }

  /**
   * Whose turn it is to answer the call: one after the other of those that do.
   *
   * @param except whoever has been asked already
   */
  Optional<String> next(String call, Collection<String> except) {
    List<String> able = new ArrayList<>();
    nodes.forEach(
        (name, node) -> {
          if (node.calls.contains(call) && !except.contains(name)) {
            able.add(name);
          }
        });
    if (able.isEmpty()) {
      return Optional.empty();
    }
    long turn = turns.merge(call, 1L, Long::sum);
    return Optional.of(able.get((int) Math.floorMod(turn, (long) able.size())));
  }
}
