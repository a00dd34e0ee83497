package dev.quire.crdt.oracle;

import static dev.quire.crdt.oracle.SameBytes.assertSame;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.YDoc;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two yjs replicas are edited at random, two of our documents are edited in the same way through
 * the shared types, and after every step the bytes agree. Settings as of {@link DifferentialTest}:
 * {@code quire.oracle.mirror.seed}, {@code .programs} and {@code .edits}.
 */
@Timeout(value = 24, unit = TimeUnit.HOURS)
class MirrorTest {
  private static final int SEED = Integer.getInteger("quire.oracle.mirror.seed", 1);
  private static final int PROGRAMS = Integer.getInteger("quire.oracle.mirror.programs", 40);
  private static final int EDITS = Integer.getInteger("quire.oracle.mirror.edits", 120);

  @Test
  void editsWriteWhatYjsWrites() {
    try (LiveYjs yjs = LiveYjs.start()) {
      for (int seed = SEED; seed < SEED + PROGRAMS; seed++) {
        try {
          play(yjs.mirror(seed, EDITS));
        } catch (AssertionError | RuntimeException failure) {
          throw new AssertionError(
              "repeat with -Dquire.oracle.mirror.seed=%d -Dquire.oracle.mirror.programs=1 -Dquire.oracle.mirror.edits=%d: %s"
                  .formatted(seed, EDITS, failure.getMessage()),
              failure);
        }
      }
    }
  }

  private static void play(OracleRecord told) {
    List<YDoc> docs = new ArrayList<>();
    List<MirrorEdit> together = null;
    int step = 0;
    for (List<String> line : told.lines()) {
      step++;
      int replica = Integer.parseInt(line.get(1));
      switch (line.get(0)) {
        case "client" ->
            docs.add(new YDoc(DocOptions.DEFAULT.withClientId(Long.parseLong(line.get(2)))));
        case "begin" -> together = new ArrayList<>();
        case "end" -> {
          List<MirrorEdit> edits = together == null ? List.of() : together;
          together = null;
          YDoc doc = docs.get(replica);
          doc.transact(transaction -> edits.forEach(edit -> edit.make(doc)));
        }
        case "edit" -> {
          MirrorEdit edit = MirrorEdit.of(line);
          if (together == null) {
            edit.make(docs.get(replica));
          } else {
            together.add(edit);
          }
        }
        case "receive" -> docs.get(replica).applyUpdate(OracleRecord.bytes(line.get(2)));
        case "state" -> {
          docs.get(replica).check();
          assertSame(
              "line " + step,
              docs.get(replica).encodeStateAsUpdate(),
              OracleRecord.bytes(line.get(2)));
        }
        default -> throw new IllegalStateException("told of an unknown step " + line.get(0));
      }
    }
  }
}
