package dev.quire.collab.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.edge.route.OwnerRoutes;
import dev.quire.wire.Rendezvous;
import dev.quire.wire.Shards;
import dev.quire.wire.WireTypes;
import dev.quire.wire.codec.WireCodec;
import dev.quire.wire.session.Routes;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * As many collab processes as there are shards: who would own what, what moves when one comes or
 * goes, and what they would say to each other. {@code docs/capacity.md} says what follows from it.
 */
class ThousandProcessesTest {
  private static final Logger log = LoggerFactory.getLogger(ThousandProcessesTest.class);
  private static final int PROCESSES = 1_000;

  private final WireCodec codec = new WireCodec(WireTypes.ALL);

  @Test
  void everyShardHasOneOwnerAndTheFullestProcessHasAFewTimesItsShare() {
    for (int processes : List.of(10, 100, PROCESSES)) {
      Map<String, List<Integer>> owned = placed(names(processes));
      int most = owned.values().stream().mapToInt(List::size).max().orElseThrow();
      double share = (double) Shards.COUNT / processes;
      log.info("processes={} owners={} share={} most={}", processes, owned.size(), share, most);
      assertThat(owned.values().stream().mapToInt(List::size).sum()).isEqualTo(Shards.COUNT);
      assertThat(most).isLessThan((int) (share + 6 * Math.sqrt(share) + 1));
    }
  }

  @Test
  void whoComesGetsItsShareAndNothingElseMovesAndWhenItGoesAllIsAsItWas() {
    List<String> before = names(PROCESSES);
    List<String> after = new ArrayList<>(before);
    after.add("collab-new");
    int moved = 0;
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      String was = Rendezvous.first(shard, before).orElseThrow();
      String is = Rendezvous.first(shard, after).orElseThrow();
      if (!is.equals(was)) {
        assertThat(is).isEqualTo("collab-new");
        moved++;
      }
    }
    assertThat(moved).isLessThan(10);
  }

  @Test
  void anEdgeKnowsTheOwnerOfEachShardAndForgetsWhoIsSilent() {
    OwnerRoutes table = new OwnerRoutes();
    Map<String, List<Integer>> owned = placed(names(PROCESSES));
    names(PROCESSES).forEach(name -> table.announced(routes(name, owned), 0));
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      assertThat(owned.get(table.owner(shard).orElseThrow().process())).contains(shard);
    }
    String silent = owned.keySet().iterator().next();
    names(PROCESSES).stream()
        .filter(name -> !name.equals(silent))
        .forEach(name -> table.announced(routes(name, owned), 2_999));
    assertThat(table.expire(3_000).stream().boxed())
        .containsExactlyInAnyOrderElementsOf(owned.get(silent));
  }

  /** What each says once a second to everybody: few bytes, and very many messages. */
  @Test
  void announcementsAreSmallAndTheirNumberGrowsAsTheSquare() {
    Map<Integer, Long> received = new HashMap<>();
    for (int processes : List.of(3, 10, 100, PROCESSES)) {
      Map<String, List<Integer>> owned = placed(names(processes));
      long bytes = names(processes).stream().mapToLong(name -> bytes(routes(name, owned))).sum();
      received.put(processes, bytes);
      log.info(
          "processes={} messages/s={} to each: {} bytes/s",
          processes,
          (long) processes * processes,
          bytes);
    }
    assertThat(received.get(PROCESSES)).as("to each, a second").isLessThan(200_000);
    assertThat(received.get(3)).isLessThan(30_000);
  }

  private static List<String> names(int processes) {
    return IntStream.rangeClosed(1, processes).mapToObj(i -> "collab-" + i).toList();
  }

  private static Map<String, List<Integer>> placed(List<String> processes) {
    Map<String, List<Integer>> owned = new HashMap<>();
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      String owner = Rendezvous.first(shard, processes).orElseThrow();
      owned.computeIfAbsent(owner, first -> new ArrayList<>()).add(shard);
    }
    return owned;
  }

  private static Routes routes(String process, Map<String, List<Integer>> owned) {
    List<Routes.Owned> shards =
        owned.getOrDefault(process, List.of()).stream()
            .map(shard -> new Routes.Owned(shard, 1L << 40))
            .toList();
    return new Routes(process, 1, shards, false, List.of(), 1, List.of());
  }

  private long bytes(Routes routes) {
    Buffer buffer = Buffer.buffer();
    codec.encodeToWire(buffer, routes);
    return buffer.length();
  }
}
