package dev.quire.crdt.oracle;

import static dev.quire.crdt.oracle.SameBytes.assertSame;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
 *   <li>{@code quire.oracle.seed}: the first seed (1);
 *   <li>{@code quire.oracle.programs}: programs of each profile (35);
 *   <li>{@code quire.oracle.operations}: operations of each program (100);
 *   <li>{@code quire.oracle.profile}: one profile only.
 * </ul>
 *
 * A failure names the settings that repeat it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 24, unit = TimeUnit.HOURS)
class DifferentialTest {
  private static final int SEED = Integer.getInteger("quire.oracle.seed", 1);
  private static final int PROGRAMS = Integer.getInteger("quire.oracle.programs", 35);
  private static final int OPERATIONS = Integer.getInteger("quire.oracle.operations", 100);

  private LiveYjs yjs;

  static List<String> profiles() {
    String only = System.getProperty("quire.oracle.profile");
    return only != null ? List.of(only) : List.of("text", "rich", "data", "xml", "all", "undo");
  }

  @BeforeAll
  void startYjs() {
    yjs = LiveYjs.start();
  }

  @AfterAll
  void stopYjs() {
    yjs.close();
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void documentsAreThoseOfYjsWhateverTheOrderAndTheBatches(String profile) {
    for (int seed = SEED; seed < SEED + PROGRAMS; seed++) {
      try {
        new ProgramLaws(yjs.program(seed, OPERATIONS, profile), seed).hold();
      } catch (AssertionError | RuntimeException failure) {
        throw new AssertionError(
            "repeat with -Dquire.oracle.profile=%s -Dquire.oracle.seed=%d -Dquire.oracle.programs=1 -Dquire.oracle.operations=%d: %s"
                .formatted(profile, seed, OPERATIONS, failure.getMessage()),
            failure);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void yjsLoadsWhatWeEncode(String profile) {
    for (int seed = SEED; seed < SEED + Math.max(1, PROGRAMS / 10); seed++) {
      OracleRecord program = yjs.program(seed, OPERATIONS, profile);
      List<byte[]> updates = program.allBytes("update");
      Engine half =
          Engine.loaded(
              updates.stream().filter(update -> Arrays.hashCode(update) % 3 != 0).toList());
      OracleRecord loaded = yjs.load(List.of(half.state()));
      assertThat(loaded.oneText("content")).isEqualTo(half.content());
      OracleRecord whole =
          yjs.load(List.of(half.state(), Engine.loaded(updates).diff(half.stateVector())));
      assertThat(whole.oneText("content")).isEqualTo(program.oneText("content"));
      assertSame(profile + " " + seed, whole.oneBytes("state"), program.oneBytes("state"));
    }
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void documentsWithoutCollectionAreThoseOfYjsToo(String profile) {
    for (int seed = SEED; seed < SEED + Math.max(1, PROGRAMS / 10); seed++) {
      OracleRecord program = yjs.program(seed, OPERATIONS, profile);
      // In order: where a deletion cut a surrogate pair, the halves stay as they were cut.
      List<byte[]> updates = program.allBytes("update");
      byte[] expected = yjs.keep(updates);
      Engine engine = Engine.loaded(updates, false);
      engine.check();
      assertThat(engine.content()).isEqualTo(program.oneText("content"));
      assertSame(profile + " " + seed, engine.state(), expected);
    }
  }
}
