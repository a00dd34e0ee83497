package dev.quire.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Load on real processes (ADR 26): people edit the documents of one of two collab processes alone,
 * and some of its shards go to the other one. Then they edit only what has moved, which makes the
 * other one the overloaded one: those shards would have to go back, and are held still. The rules
 * are told to be small, so that a slow machine's load is enough, and patient about what has moved.
 */
@Tag("slow")
@Tag("chaos")
class HotShardTest {
  private static final Logger log = LoggerFactory.getLogger(HotShardTest.class);

  /** One process has at least half of them: enough that two must go to make the loads alike. */
  private static final int DOCUMENTS = 12;

  private static final int SOCKETS = 2;
  private static final int OTHER_SHARDS = 60;
  private static final long HOT_MILLIS = 200;
  private static final long HOTTEST_MILLIS = 100;
  private static final long LUKEWARM_MILLIS = 1_000;
  private static final int POINTS = 10;
  private static final int AFTER_MILLIS = 2_000;
  private static final int STAY_MILLIS = Integer.getInteger("quire.balance.stay", 600_000);

  /** Without the stay, what is lukewarm went back some ten seconds after it could. */
  private static final Duration HELD = Duration.ofSeconds(16);

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long LONGEST_WAIT_MILLIS = 30_000;

  private final Management management = new Management();
  private final Ownership ownership = new Ownership(management);
  private final long seed = Long.getLong("quire.seed", 1);
  private final Map<String, Integer> ports = new TreeMap<>();
  private RunningCluster cluster;
  private People people;

  @BeforeEach
  void up() throws Exception {
    cluster =
        new RunningCluster("hot-shards")
            .with("QUIRE_COLLAB_BALANCE_POINTS", Integer.toString(POINTS))
            .with("QUIRE_COLLAB_BALANCE_AFTER_MILLIS", Integer.toString(AFTER_MILLIS))
            .with("QUIRE_COLLAB_BALANCE_STAY_MILLIS", Integer.toString(STAY_MILLIS));
    cluster.run("up", "--edge", "1", "--collab", "2", "--doc", "1", "--presence", "1");
    for (RunningCluster.Member member : cluster.status()) {
      if (member.name().startsWith("collab-")) {
        ports.put(member.name(), Integer.parseInt(member.managementPort()));
      }
    }
    people = People.start(cluster.coordinates(), "hot-shards");
  }

  @AfterEach
  void down() throws IOException {
    if (people != null) {
      people.close();
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void hotShardsLeaveAnOverloadedProcessNothingIsLostAndWhatHasMovedIsHeldStill() throws Exception {
    List<String> documents = people.open(DOCUMENTS, SOCKETS, seed);
    Map<String, Ownership.Owner> before = steady(documents);
    Map<String, Ownership.Owner> others = steady(untouched(before));
    String busy = whoOwnsMost(before);
    List<Integer> hot = numbers(documents, before, busy);
    String idle =
        ports.keySet().stream().filter(name -> !name.equals(busy)).findFirst().orElseThrow();

    people.waits();
    people.edit(paces(hot, HOT_MILLIS, HOT_MILLIS));
    await("shards leave " + busy)
        .atMost(PATIENCE)
        .until(() -> ownedBy(idle, documents, hot).size() >= 2);
    Map<String, Ownership.Owner> moved = steady(documents);
    List<Integer> away = new ArrayList<>(hot);
    away.retainAll(numbers(documents, moved, idle));
    assertThat(away).as("went to " + idle).hasSizeGreaterThan(1);
    assertThat(away).as("all of them would be as uneven as before").hasSizeLessThan(hot.size());

    people.edit(paces(away, HOTTEST_MILLIS, LUKEWARM_MILLIS));
    await(idle + " is the overloaded one").atMost(PATIENCE).until(() -> isOver(idle, busy));
    await("what has moved stays")
        .pollInterval(Duration.ofMillis(500))
        .during(HELD)
        .atMost(HELD.plus(PATIENCE))
        .until(() -> ownedBy(idle, documents, away).equals(away));
    assertThat(isOver(idle, busy)).as(idle + " has been over all the time").isTrue();

    List<Integer> there = numbers(documents, steady(documents), idle);
    assertThat(there).as("has not moved again").containsAll(away);
    assertThat(steady(others.keySet())).as("shards that nobody works in").isEqualTo(others);
    People.Waits waits = people.waits();
    people.settle();
    int revisions = people.verify();
    log.info(
        "{} of {} hot shards left {}, {} others stayed; nothing lost of {} revisions; waits {}",
        away.size(),
        hot.size(),
        busy,
        others.size(),
        revisions,
        waits);
    assertThat(waits.max()).as("the longest wait, ms").isLessThan(LONGEST_WAIT_MILLIS);
  }

  /**
   * One hotter than the others: of several that are alike, each may be more than what makes two
   * processes even, and none would move whether it is held or not.
   */
  private static Map<Integer, Long> paces(List<Integer> numbers, long first, long others) {
    Map<Integer, Long> paces = new TreeMap<>();
    for (int number : numbers) {
      paces.put(number, paces.isEmpty() ? first : others);
    }
    return paces;
  }

  /** What all processes say alike, twice. */
  private Map<String, Ownership.Owner> steady(Iterable<String> documents) {
    List<String> asked = new ArrayList<>();
    documents.forEach(asked::add);
    AtomicReference<Optional<Map<String, Ownership.Owner>>> last =
        new AtomicReference<>(Optional.empty());
    await("one owner each, twice")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              var now = ownership.asToldOnAll(ports.values(), asked);
              return now.isPresent() && now.equals(last.getAndSet(now));
            });
    return Objects.requireNonNull(last.get()).orElseThrow();
  }

  /** Ids of documents that there are not, in shards that have none of the others. */
  private List<String> untouched(Map<String, Ownership.Owner> documents) throws Exception {
    Set<Integer> taken = new HashSet<>();
    documents.values().forEach(owner -> taken.add(owner.shard()));
    int port = ports.values().iterator().next();
    List<String> untouched = new ArrayList<>();
    for (int i = 0; untouched.size() < OTHER_SHARDS; i++) {
      String id = UUID.nameUUIDFromBytes(("untouched " + i).getBytes(UTF_8)).toString();
      Optional<Ownership.Owner> owner = ownership.asToldOn(port, id);
      if (owner.isPresent() && taken.add(owner.get().shard())) {
        untouched.add(id);
      }
    }
    return untouched;
  }

  private String whoOwnsMost(Map<String, Ownership.Owner> owners) {
    List<String> named = owners.values().stream().map(Ownership.Owner::process).toList();
    return Collections.max(
        ports.keySet(), Comparator.comparing(name -> Collections.frequency(named, name)));
  }

  /** The numbers of the documents that this process owns. */
  private static List<Integer> numbers(
      List<String> documents, Map<String, Ownership.Owner> owners, String process) {
    List<Integer> numbers = new ArrayList<>();
    for (int number = 0; number < documents.size(); number++) {
      Ownership.Owner owner = Objects.requireNonNull(owners.get(documents.get(number)));
      if (owner.process().equals(process)) {
        numbers.add(number);
      }
    }
    return numbers;
  }

  /** Which of these documents are the process's, as it says itself. */
  private List<Integer> ownedBy(String process, List<String> documents, List<Integer> asked)
      throws Exception {
    List<Integer> owned = new ArrayList<>();
    for (int number : asked) {
      var owner = ownership.asToldOn(port(process), documents.get(number));
      if (owner.isPresent() && owner.get().process().equals(process)) {
        owned.add(number);
      }
    }
    return owned;
  }

  private int port(String process) {
    return Objects.requireNonNull(ports.get(process), process);
  }

  /** As {@code BalanceRules} has it, of two. */
  private boolean isOver(String process, String other) throws Exception {
    double mine = load(process);
    double mean = (mine + load(other)) / 2;
    return mine > 1.3 * mean && mine - mean >= POINTS;
  }

  private double load(String process) throws Exception {
    return management.metric(port(process), "quire_collab_load");
  }
}
