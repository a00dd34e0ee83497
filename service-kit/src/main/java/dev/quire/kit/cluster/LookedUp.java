package dev.quire.kit.cluster;

import java.util.HashSet;
import java.util.Set;

/**
 * The addresses that Vert.x has looked up of late. It keeps what it was answered, and hears of what
 * changes; but it ignores a change that reaches it between the lookup and its keeping the answer.
 * That answer would then hold for as long as nothing else changes: somebody who has come would
 * never be asked, somebody who has gone for ever. So each address is told to it again in two turns
 * after the lookup, the second a whole turn later. Safe from any thread.
 *
 * <p>Bounded by the addresses that processes use; those with a listener are looked up once.
 */
final class LookedUp {
  private Set<String> before = Set.of();
  private Set<String> now = new HashSet<>();

  synchronized void add(String address) {
    now.add(address);
  }

  /** The next turn begins: which addresses to tell again. */
  synchronized Set<String> turn() {
    Set<String> told = new HashSet<>(before);
    told.addAll(now);
    before = now;
    now = new HashSet<>();
    return told;
  }
}
