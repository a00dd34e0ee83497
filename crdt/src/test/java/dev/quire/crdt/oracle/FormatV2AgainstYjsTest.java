package dev.quire.crdt.oracle;

import static dev.quire.crdt.oracle.SameBytes.assertSame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.YDoc;
import dev.quire.crdt.id.StateVector;
import dev.quire.crdt.v2.UpdatesV2;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Update format v2 beside live yjs: conversions, states, differences, merges. Settings as those of
 * {@link DifferentialTest}; {@code quire.oracle.formats} is the number of programs of each profile
 * (6).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FormatV2AgainstYjsTest {
  private static final System.Logger LOG = System.getLogger(FormatV2AgainstYjsTest.class.getName());
  private static final int SEED = Integer.getInteger("quire.oracle.seed", 1);
  private static final int PROGRAMS = Integer.getInteger("quire.oracle.formats", 6);
  private static final int OPERATIONS = Integer.getInteger("quire.oracle.operations", 100);

  private LiveYjs process;
  private YjsV2 yjs;

  /** As the record escapes it. */
  private static final Pattern HALF = Pattern.compile("\\\\ud[89a-f][0-9a-f]{2}");

  static List<String> profiles() {
    return DifferentialTest.profiles();
  }

  @BeforeAll
  void startYjs() {
    LOG.log(System.Logger.Level.INFO, "seed: -Dquire.oracle.seed={0}", String.valueOf(SEED));
    process = LiveYjs.start();
    yjs = new YjsV2(process);
  }

  @AfterAll
  void stopYjs() {
    process.close();
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void whatYjsSaysInOneFormatWeSayInTheOther(String profile) {
    for (int seed = SEED; seed < SEED + PROGRAMS; seed++) {
      try {
        OracleRecord program = process.program(seed, OPERATIONS, profile);
        Random random = new Random(seed);
        compareMerges(program, compare(program, random), random);
      } catch (AssertionError | RuntimeException failure) {
        throw new AssertionError(
            "repeat with -Dquire.oracle.profile=%s -Dquire.oracle.seed=%d -Dquire.oracle.formats=1 -Dquire.oracle.operations=%d: %s"
                .formatted(profile, seed, OPERATIONS, failure.getMessage()),
            failure);
      }
    }
  }

  private List<byte[]> compare(OracleRecord program, Random random) {
    List<byte[]> updates = new ArrayList<>(program.allBytes("update"));
    updates.addAll(program.allBytes("carrier"));
    List<byte[]> v2 = yjs.ofV1(updates);
    List<byte[]> v1 = yjs.toV1(v2);
    for (int i = 0; i < updates.size(); i++) {
      assertSame("to v2", UpdatesV2.fromV1(updates.get(i)), v2.get(i));
      assertSame("to v1", UpdatesV2.toV1(v2.get(i)), v1.get(i));
    }
    compareDocuments(program, updates, v2, random);
    return v2;
  }

  private void compareDocuments(
      OracleRecord program, List<byte[]> updates, List<byte[]> v2, Random random) {
    List<byte[]> shuffled = new ArrayList<>(v2);
    Collections.shuffle(shuffled, random);
    YDoc doc = new YDoc();
    shuffled.forEach(doc::applyUpdateV2);
    doc.check();
    assertSame("state v1", doc.encodeStateAsUpdate(), program.oneBytes("state"));
    byte[] state = doc.encodeStateAsUpdateV2();
    assertSame("state v2", state, yjs.state(new byte[] {0}, updates));
    for (List<String> diff : program.all("diff")) {
      byte[] vector = OracleRecord.bytes(diff.get(0));
      assertSame(
          "difference",
          doc.encodeStateAsUpdateV2(StateVector.decode(vector)),
          yjs.state(vector, updates));
      assertSame(
          "difference of bytes",
          yjs.load(List.of(UpdatesV2.diff(state, StateVector.decode(vector)))).oneBytes("state"),
          yjs.load(List.of(yjs.diff(state, vector))).oneBytes("state"));
    }
    OracleRecord loaded = yjs.load(List.of(state));
    assertThat(loaded.oneText("content")).isEqualTo(program.oneText("content"));
    assertSame("loaded by yjs", loaded.oneBytes("state"), program.oneBytes("state"));
    assertSame("state vector", UpdatesV2.stateVector(state).encode(), program.oneBytes("vector"));
  }

  private void compareMerges(OracleRecord program, List<byte[]> v2, Random random) {
    List<byte[]> some = v2.stream().filter(update -> random.nextInt(3) > 0).toList();
    if (some.size() < 2) {
      return;
    }
    byte[] ours = UpdatesV2.merge(some);
    byte[] theirs = yjs.merge(some);
    assertThat(UpdatesV2.stateVector(ours)).isEqualTo(StateVector.decode(yjs.stateVector(theirs)));
    String oursSay = yjs.load(List.of(ours)).oneText("content");
    String theirsSay = yjs.load(List.of(theirs)).oneText("content");
    if (!oursSay.equals(theirsSay)) {
      // Halves of a pair show or not by where yjs's merge happened to cut, and nothing else may
      // differ; from there on its bytes are its own.
      assertThat(withoutHalves(oursSay)).isEqualTo(withoutHalves(theirsSay));
      return;
    }
    YDoc fromTheirs = new YDoc();
    fromTheirs.applyUpdateV2(theirs);
    v2.forEach(fromTheirs::applyUpdateV2);
    assertSame("merged by yjs", fromTheirs.encodeStateAsUpdate(), program.oneBytes("state"));
    OracleRecord whole = yjs.load(List.of(UpdatesV2.merge(v2)));
    assertSame("merged by us", whole.oneBytes("state"), program.oneBytes("state"));
  }

  /** The content with each half of a surrogate pair as the character that stands for a lost one. */
  private static String withoutHalves(String content) {
    return HALF.matcher(content).replaceAll("\\\\ufffd");
  }
}
