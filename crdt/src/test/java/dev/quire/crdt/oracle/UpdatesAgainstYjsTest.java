package dev.quire.crdt.oracle;

import static dev.quire.crdt.oracle.SameBytes.assertSame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.id.StateVector;
import dev.quire.crdt.update.Updates;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Merging and differencing without a document, against yjs's own functions and documents. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class UpdatesAgainstYjsTest {
  private static final int SEEDS = Integer.getInteger("quire.oracle.updates.seeds", 3);
  private static final int OPERATIONS = 60;

  @ParameterizedTest
  @ValueSource(strings = {"text", "pairs", "rich", "data", "xml", "all", "undo"})
  void mergedUpdatesAreWorthWhatTheyWereMadeOf(String profile) {
    try (LiveYjs yjs = LiveYjs.start()) {
      for (int seed = 1; seed <= SEEDS; seed++) {
        String run = profile + " " + seed;
        OracleRecord program = yjs.program(seed, OPERATIONS, profile);
        Random random = new Random(seed);
        List<byte[]> pieces = new ArrayList<>(program.allBytes("update"));
        pieces.addAll(program.allBytes("carrier"));
        Collections.shuffle(pieces, random);

        assertLoadsLike(yjs, run, program, List.of(Updates.merge(pieces)));
        assertLoadsLike(yjs, run, program, inGroups(pieces, random));
        assertIncompleteMerge(yjs, run, pieces, random);
        assertDifferences(yjs, run, program, Updates.merge(pieces));
      }
    }
  }

  private static void assertLoadsLike(
      LiveYjs yjs, String run, OracleRecord program, List<byte[]> updates) {
    OracleRecord loaded = yjs.load(updates);
    assertThat(loaded.one("pending")).as(run).containsExactly("false");
    assertThat(loaded.oneText("content")).as(run).isEqualTo(program.oneText("content"));
    assertSame(run, loaded.oneBytes("state"), program.oneBytes("state"));
  }

  private static List<byte[]> inGroups(List<byte[]> pieces, Random random) {
    List<byte[]> groups = new ArrayList<>();
    for (int from = 0; from < pieces.size(); ) {
      int to = Math.min(pieces.size(), from + 1 + random.nextInt(12));
      groups.add(Updates.merge(pieces.subList(from, to)));
      from = to;
    }
    return groups;
  }

  /** With parts missing there are gaps; what has been merged must be the same as yjs's merge. */
  private static void assertIncompleteMerge(
      LiveYjs yjs, String run, List<byte[]> pieces, Random random) {
    List<byte[]> some = pieces.stream().filter(piece -> random.nextInt(3) > 0).toList();
    if (some.size() < 2) {
      return;
    }
    byte[] ours = Updates.merge(some);
    byte[] theirs = yjs.merge(some);
    assertThat(Updates.stateVector(ours).encode())
        .as(run)
        .isEqualTo(sorted(yjs.stateVector(theirs)));
    List<byte[]> rest = pieces.stream().filter(piece -> !some.contains(piece)).toList();
    List<byte[]> oursAndRest = new ArrayList<>(List.of(ours));
    oursAndRest.addAll(rest);
    List<byte[]> theirsAndRest = new ArrayList<>(List.of(theirs));
    theirsAndRest.addAll(rest);
    assertThat(yjs.load(List.of(ours)).oneText("content"))
        .as(run)
        .isEqualTo(yjs.load(List.of(theirs)).oneText("content"));
    assertSame(
        run, yjs.load(oursAndRest).oneBytes("state"), yjs.load(theirsAndRest).oneBytes("state"));
  }

  private static void assertDifferences(
      LiveYjs yjs, String run, OracleRecord program, byte[] merged) {
    byte[] state = program.oneBytes("state");
    for (byte[] vector : program.allBytes("diff")) {
      StateVector known = StateVector.decode(vector);
      byte[] base = Updates.diff(yjs.diff(state, vector), StateVector.EMPTY);
      byte[] ours = Updates.diff(state, known);
      assertSame(
          run,
          yjs.load(List.of(ours)).oneBytes("state"),
          yjs.load(List.of(base)).oneBytes("state"));
      byte[] once = Updates.diff(merged, known);
      assertSame(run, Updates.diff(once, known), once);
    }
    assertSame(run, Updates.stateVector(state).encode(), program.oneBytes("vector"));
    assertSame(run, Updates.stateVector(merged).encode(), program.oneBytes("vector"));
  }

  private static byte[] sorted(byte[] vector) {
    return StateVector.decode(vector).encode();
  }
}
