package dev.quire.edge.socket;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The sockets of one loop, in slices that are looked at in turns. */
final class SocketSet {
  static final int SLICES = 10;

  private final List<Set<ClientSocket>> slices =
      IntStream.range(0, SLICES).<Set<ClientSocket>>mapToObj(i -> new HashSet<>()).toList();

  private int next;

  private Set<ClientSocket> slice(ClientSocket socket) {
    return slices.get(Math.floorMod(System.identityHashCode(socket), SLICES));
  }

  void add(ClientSocket socket) {
    slice(socket).add(socket);
  }

  /** Whether it was there. */
  boolean remove(ClientSocket socket) {
    return slice(socket).remove(socket);
  }

  /** Whether the next slice is the first again. */
  boolean isRoundOver() {
    return next == 0;
  }

  boolean isEmpty() {
    return slices.stream().allMatch(Set::isEmpty);
  }

  /** All of them, whatever becomes of them while they are looked at. */
  List<ClientSocket> all() {
    List<ClientSocket> all = new ArrayList<>();
    slices.forEach(all::addAll);
    return all;
  }

  /** Those of the next slice, likewise. */
  List<ClientSocket> next() {
    next = (next + 1) % SLICES;
    return List.copyOf(slices.get(next));
  }
}
