package dev.quire.collab.lease;

import dev.quire.wire.session.Routes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What this process has said about who is to have its shards in place of the first by rendezvous:
 * another, to whom it gives a shard because of load, or itself, where one has come to it that way.
 * At most one word for each shard. Pure; not thread-safe.
 */
final class Heirs {
  /** A shard that was not taken by its heir after so long is its last owner's again. */
  static final long TAKING_MILLIS = 3_000;

  /** A shard that has stayed for so many times as long as it had to has never moved. */
  private static final int FORGET_RESIDENCES = 8;

  private record Named(String process, long load, int moves, long sinceMillis) {}

  private final String self;
  private final BalanceRules rules;
  private final Map<Integer, Named> named = new TreeMap<>();

  Heirs(String self, BalanceRules rules) {
    this.self = self;
    this.rules = rules;
  }

  /** The shard is to go to that process. */
  void name(int shard, String heir, long load, long nowMillis) {
    named.put(shard, new Named(heir, load, moves(shard, nowMillis) + 1, nowMillis));
  }

  /** The shard has come because of load, and is to stay. */
  void keep(Routes.Heir said, long nowMillis) {
    named.put(said.shard(), new Named(self, said.load(), said.moves(), nowMillis));
  }

  /** The shard is another's. */
  void forget(int shard) {
    named.remove(shard);
  }

  /**
   * What its heir did not take this process has again, and holds still: each attempt in vain costs
   * the shard's people seconds.
   */
  void expire(long nowMillis) {
    named.replaceAll(
        (shard, word) ->
            nowMillis - word.sinceMillis() < TAKING_MILLIS || word.process().equals(self)
                ? word
                : new Named(self, word.load(), word.moves(), nowMillis));
  }

  /** Null where the usual rule decides. */
  @Nullable String of(int shard) {
    Named word = named.get(shard);
    return word == null ? null : word.process();
  }

  /** Whether the shard came because of load, and not long ago. */
  boolean holdsStill(int shard, long nowMillis) {
    Named word = named.get(shard);
    return word != null && nowMillis - word.sinceMillis() < rules.residenceMillis(word.moves());
  }

  private int moves(int shard, long nowMillis) {
    Named word = named.get(shard);
    if (word == null) {
      return 0;
    }
    long residence = rules.residenceMillis(word.moves());
    return nowMillis - word.sinceMillis() >= FORGET_RESIDENCES * residence ? 0 : word.moves();
  }

  /** To be announced, each with the epoch that this process has, or had, the shard under. */
  List<Routes.Heir> said(IntToLongFunction epochs) {
    List<Routes.Heir> said = new ArrayList<>(named.size());
    named.forEach(
        (shard, word) ->
            said.add(
                new Routes.Heir(
                    shard, epochs.applyAsLong(shard), word.process(), word.load(), word.moves())));
    return said;
  }
}
