package dev.quire.edge.route;

import dev.quire.edge.channel.Owner;
import dev.quire.wire.Shards;
import dev.quire.wire.session.Routes;
import dev.quire.wire.session.SessionAddresses;
import dev.quire.wire.session.ToEdge;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which collab process owns each shard, from what the processes announce. For a shard the highest
 * epoch counts, whoever says it; a process that is silent for {@link #SILENCE_MILLIS} owns nothing,
 * and neither does one that no longer names the shard. Not thread-safe.
 */
public final class OwnerRoutes {
  static final long SILENCE_MILLIS = 3_000;

  private final @Nullable Owner[] owners = new Owner[Shards.COUNT];
  private final Map<String, Long> heardAt = new HashMap<>();

  /** Whether any owner is known at all. */
  public boolean isEmpty() {
    return heardAt.isEmpty();
  }

  public Optional<Owner> owner(int shard) {
    return Optional.ofNullable(owners[shard]);
  }

  /**
   * A process has said what it owns.
   *
   * @return the shards whose owner is another now
   */
  public BitSet announced(Routes routes, long nowMillis) {
    heardAt.put(routes.process(), nowMillis);
    BitSet changed = new BitSet(Shards.COUNT);
    BitSet named = new BitSet(Shards.COUNT);
    for (Routes.Owned owned : routes.owned()) {
      int lane = SessionAddresses.laneOf(owned.shard(), routes.lanes());
      Owner claims = new Owner(routes.process(), lane, owned.epoch());
      named.set(owned.shard());
      Owner present = owners[owned.shard()];
      boolean counts = present == null || present.epoch() < claims.epoch();
      boolean again =
          present != null
              && present.process().equals(claims.process())
              && !present.equals(claims)
              && present.epoch() <= claims.epoch();
      if (counts || again) {
        owners[owned.shard()] = claims;
        changed.set(owned.shard());
      }
    }
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      if (!named.get(shard) && isOwnedBy(shard, routes.process())) {
        owners[shard] = null;
        changed.set(shard);
      }
    }
    return changed;
  }

  /**
   * Another process, asked for the shard, names this owner. Believed where its epoch is higher than
   * all that was heard before, until it proves to be silent.
   *
   * @return whether the shard's owner is another now
   */
  public boolean hinted(int shard, ToEdge.Elsewhere elsewhere, long nowMillis) {
    Owner present = owners[shard];
    if (elsewhere.lanes() < 1 || (present != null && present.epoch() >= elsewhere.epoch())) {
      return false;
    }
    int lane = SessionAddresses.laneOf(shard, elsewhere.lanes());
    heardAt.putIfAbsent(elsewhere.process(), nowMillis);
    owners[shard] = new Owner(elsewhere.process(), lane, elsewhere.epoch());
    return true;
  }

  /**
   * Time has gone by: forgets the processes that have been silent.
   *
   * @return the shards that have no owner any more
   */
  public BitSet expire(long nowMillis) {
    BitSet changed = new BitSet(Shards.COUNT);
    heardAt
        .entrySet()
        .removeIf(
            heard -> {
              boolean silent = nowMillis - heard.getValue() >= SILENCE_MILLIS;
              if (silent) {
                disown(heard.getKey(), changed);
              }
              return silent;
            });
    return changed;
  }

  private void disown(String process, BitSet changed) {
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      if (isOwnedBy(shard, process)) {
        owners[shard] = null;
        changed.set(shard);
      }
    }
  }

  private boolean isOwnedBy(int shard, String process) {
    Owner owner = owners[shard];
    return owner != null && owner.process().equals(process);
  }
}
