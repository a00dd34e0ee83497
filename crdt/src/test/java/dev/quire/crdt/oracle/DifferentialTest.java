package dev.quire.crdt.oracle;

import static dev.quire.crdt.oracle.SameBytes.assertSame;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random programs that live yjs replicas run, and the laws that our documents obey with the updates
 * of each. Settings, as system properties:
 *
 * <ul>
 *   <li>{@code quire.oracle.seed}: the first seed (1; {@code ./scripts/test --soak} takes another
 *       each time);
 *   <li>{@code quire.oracle.programs}: programs of each profile (150);
 *   <li>{@code quire.oracle.operations}: operations of each program (100);
 *   <li>{@code quire.oracle.profile}: one profile only.
 * </ul>
 *
 * A failure names the settings that repeat it. A run with none of them set runs at least 100,000
 * operations, and every kind of operation, value and delivery several times: it fails if not.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 24, unit = TimeUnit.HOURS)
class DifferentialTest {
  private static final System.Logger LOG = System.getLogger(DifferentialTest.class.getName());
  private static final int LEAST_OPERATIONS = 100_000;
  private static final int LEAST_OF_A_KIND = 25;

  private static final int SEED = Integer.getInteger("quire.oracle.seed", 1);
  private static final int PROGRAMS = Integer.getInteger("quire.oracle.programs", 150);
  private static final int OPERATIONS = Integer.getInteger("quire.oracle.operations", 100);

  private final Tally tally = new Tally();
  private LiveYjs yjs;
  private ProgramSource programs;

  static List<String> profiles() {
    String only = System.getProperty("quire.oracle.profile");
    return only != null
        ? List.of(only)
        : List.of("text", "pairs", "rich", "data", "xml", "all", "undo");
  }

  @BeforeAll
  void startYjs() {
    LOG.log(System.Logger.Level.INFO, "seed: -Dquire.oracle.seed={0}", String.valueOf(SEED));
    yjs = LiveYjs.start();
    programs = new ProgramSource(OPERATIONS);
  }

  @AfterAll
  void stopYjs() {
    yjs.close();
    programs.close();
    LOG.log(System.Logger.Level.INFO, "{0}", tally);
    boolean whole =
        System.getProperties().stringPropertyNames().stream()
            .noneMatch(name -> name.matches("quire[.]oracle[.](programs|operations|profile)"));
    if (whole) {
      assertThat(tally.operations()).isGreaterThanOrEqualTo(LEAST_OPERATIONS);
      assertThat(tally.drawn())
          .allSatisfy(
              (kind, times) -> assertThat(times).as(kind).isGreaterThanOrEqualTo(LEAST_OF_A_KIND));
    }
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void documentsAreThoseOfYjsWhateverTheOrderAndTheBatches(String profile) {
    each(profile, PROGRAMS, (seed, program) -> new ProgramLaws(program, seed).hold());
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void yjsMakesTheSameDocumentInAnyOrderAndBatchesToo(String profile) {
    each(
        profile,
        Math.max(1, PROGRAMS / 10),
        (seed, program) -> {
          Random random = new Random(seed);
          List<byte[]> pieces = new ArrayList<>(program.allBytes("update"));
          pieces.addAll(program.allBytes("carrier"));
          pieces.addAll(pieces.subList(0, pieces.size() / 5));
          Collections.shuffle(pieces, random);
          OracleRecord batched = yjs.batched(ProgramLaws.groups(pieces, random));
          assertThat(batched.one("pending")).containsExactly("false");
          assertThat(batched.oneText("content")).isEqualTo(program.oneText("content"));
          assertSame("in batches", batched.oneBytes("state"), program.oneBytes("state"));
        });
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void yjsLoadsWhatWeEncode(String profile) {
    each(
        profile,
        Math.max(1, PROGRAMS / 10),
        (seed, program) -> {
          List<byte[]> updates = program.allBytes("update");
          Engine half =
              Engine.loaded(
                  updates.stream().filter(update -> Arrays.hashCode(update) % 3 != 0).toList());
          OracleRecord loaded = yjs.load(List.of(half.state()));
          assertThat(loaded.oneText("content")).isEqualTo(half.content());
          OracleRecord whole =
              yjs.load(List.of(half.state(), Engine.loaded(updates).diff(half.stateVector())));
          assertThat(whole.oneText("content")).isEqualTo(program.oneText("content"));
          assertSame("both parts", whole.oneBytes("state"), program.oneBytes("state"));
        });
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void documentsWithoutCollectionAreThoseOfYjsToo(String profile) {
    each(
        profile,
        Math.max(1, PROGRAMS / 10),
        (seed, program) -> {
          // In order: where a deletion cut a surrogate pair, the halves stay as they were cut.
          List<byte[]> updates = program.allBytes("update");
          byte[] expected = yjs.keep(updates);
          Engine engine = Engine.loaded(updates, false);
          engine.check();
          assertThat(engine.content()).isEqualTo(program.oneText("content"));
          assertSame("not collected", engine.state(), expected);
        });
  }

  private void each(String profile, int count, BiConsumer<Integer, OracleRecord> law) {
    programs.each(
        profile,
        SEED,
        count,
        (seed, program) -> {
          tally.add(program);
          try {
            law.accept(seed, program);
          } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError(
                "repeat with -Dquire.oracle.profile=%s -Dquire.oracle.seed=%d -Dquire.oracle.programs=1 -Dquire.oracle.operations=%d: %s"
                    .formatted(profile, seed, OPERATIONS, failure.getMessage()),
                failure);
          }
        });
  }
}
