package dev.quire.collab.sim;

import dev.quire.wire.session.Routes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Holds what processes say about heirs against what was promised: a shard that came because of load
 * stays for as long as it should. Only where the process's clock went evenly meanwhile: by its own
 * clock it stayed.
 */
final class HeirWatch {
  private record Stay(int shard, String process) {}

  private record Word(int shard, long epoch, String process) {}

  /** What a process decides by itself it announces within a second. */
  private static final long WORD_MILLIS = 1_100;

  private final World world;
  private final Map<Stay, Long> began = new HashMap<>();
  private final Set<Word> named = new HashSet<>();
  private final Map<String, Long> jumpedAt = new HashMap<>();

  HeirWatch(World world) {
    this.world = world;
  }

  /** A process's clock jumps, or it stood still and goes on. */
  void jumped(String process) {
    jumpedAt.put(process, world.nowMillis());
  }

  void announced(Routes routes) {
    for (Routes.Heir heir : routes.heirs()) {
      Stay stay = new Stay(heir.shard(), routes.process());
      if (heir.process().equals(routes.process())) {
        if (began.putIfAbsent(stay, world.nowMillis()) == null) {
          world.count(RarePath.HEIR_TOOK);
        }
      } else if (named.add(new Word(heir.shard(), heir.epoch(), routes.process()))) {
        named(heir, stay);
      }
    }
    began.keySet().removeIf(stay -> isOver(stay, routes));
  }

  private void named(Routes.Heir heir, Stay stay) {
    world.count(RarePath.HEIR_NAMED);
    world.tell(stay.process(), "names", heir.process(), "heir of shard", heir.shard());
    Long since = began.remove(stay);
    if (since == null) {
      return;
    }
    long stayed = world.nowMillis() - since;
    boolean jumped = jumpedAt.getOrDefault(stay.process(), -1L) >= since;
    if (!jumped && stayed < SimProcess.RULES.residenceMillis() - WORD_MILLIS) {
      throw new Violation(
          "shard " + stay.shard() + " came because of load and went again after " + stayed + " ms");
    }
  }

  /** The process no longer says that it keeps the shard: it lost it in another way. */
  private static boolean isOver(Stay stay, Routes routes) {
    return stay.process().equals(routes.process())
        && routes.heirs().stream()
            .noneMatch(
                heir -> heir.shard() == stay.shard() && heir.process().equals(routes.process()));
  }
}
