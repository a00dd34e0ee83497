package dev.quire.crdt.oracle;

import static dev.quire.crdt.oracle.SameBytes.assertSame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.YDoc;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two yjs replicas are edited at random while everything is listened to; two of our documents are
 * edited in the same way, have the same events in the same order, and the same bytes after every
 * step: with formatting cleanup and without, with undo managers and without. Settings as of {@link
 * DifferentialTest}: {@code quire.oracle.watch.seed}, {@code .programs} and {@code .edits}.
 */
@Timeout(value = 24, unit = TimeUnit.HOURS)
class WatchTest {
  private static final System.Logger LOG = System.getLogger(WatchTest.class.getName());
  private static final int SEED = Integer.getInteger("quire.oracle.watch.seed", 1);
  private static final int PROGRAMS = Integer.getInteger("quire.oracle.watch.programs", 25);
  private static final int EDITS = Integer.getInteger("quire.oracle.watch.edits", 100);

  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "false, true", "true, true"})
  void eventsAndUndoAreThoseOfYjs(boolean cleanup, boolean undo) {
    LOG.log(System.Logger.Level.INFO, "seed: -Dquire.oracle.watch.seed={0}", String.valueOf(SEED));
    int edits = 0;
    int events = 0;
    long ofSubdocuments = 0;
    try (LiveYjs yjs = LiveYjs.start()) {
      for (int seed = SEED; seed < SEED + PROGRAMS; seed++) {
        try {
          OracleRecord told = yjs.watch(seed, EDITS, cleanup, undo);
          new WatchedProgram().play(told);
          edits += told.all("edit").size() + told.all("call").size();
          events += told.all("event").size();
          ofSubdocuments +=
              told.all("event").stream()
                  .filter(line -> OracleRecord.text(line.get(1)).startsWith("subdocs "))
                  .count();
        } catch (AssertionError | RuntimeException failure) {
          throw new AssertionError(
              "cleanup %s, undo %s: repeat with -Dquire.oracle.watch.seed=%d -Dquire.oracle.watch.programs=1 -Dquire.oracle.watch.edits=%d: %s"
                  .formatted(cleanup, undo, seed, EDITS, failure.getMessage()),
              failure);
        }
      }
    }
    LOG.log(
        System.Logger.Level.INFO,
        "cleanup {0}, undo {1}: {2} edits and undos, {3} events",
        cleanup,
        undo,
        edits,
        events);
    assertThat(events).isGreaterThan(PROGRAMS * EDITS);
    // yjs copies no subdocuments when it undoes, so programs that undo have none.
    assertThat(ofSubdocuments > 0).isEqualTo(!undo);
  }

  /** One program, as it is told. */
  private static final class WatchedProgram {
    private final List<WatchedReplica> replicas = new ArrayList<>();
    private long now = 1000;
    private int step;

    void play(OracleRecord told) {
      List<List<String>> lines = told.lines();
      while (step < lines.size()) {
        List<String> line = lines.get(step++);
        if (line.get(0).equals("tick")) {
          now = Long.parseLong(line.get(1));
        } else if (line.get(0).equals("client")) {
          replicas.add(
              new WatchedReplica(
                  Long.parseLong(line.get(2)),
                  Boolean.parseBoolean(line.get(3)),
                  Boolean.parseBoolean(line.get(4))));
        } else {
          try {
            play(line, replicas.get(Integer.parseInt(line.get(1))), lines);
          } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError("line " + step + ": " + failure.getMessage(), failure);
          }
        }
      }
    }

    private void play(List<String> line, WatchedReplica replica, List<List<String>> lines) {
      YDoc doc = replica.doc();
      switch (line.get(0)) {
        case "undo" -> replica.manage(line, () -> now);
        case "observe" -> replica.observe();
        case "begin" -> {
          List<MirrorEdit> edits = new ArrayList<>();
          List<List<String>> events = new ArrayList<>();
          for (line = lines.get(step++); !line.get(0).equals("end"); line = lines.get(step++)) {
            if (line.get(0).equals("edit")) {
              edits.add(MirrorEdit.of(line));
            } else {
              events.add(line);
            }
          }
          Object origin = WatchedReplica.origin(beginOrigin(lines, edits.size() + events.size()));
          doc.transact(origin, transaction -> edits.forEach(edit -> edit.make(doc)));
          events.forEach(event -> replica.expect(OracleRecord.text(event.get(2))));
        }
        case "edit" -> MirrorEdit.of(line).make(doc);
        case "receive" ->
            doc.applyUpdate(OracleRecord.bytes(line.get(2)), OracleRecord.text(line.get(3)));
        case "subdoc" -> {
          YDoc inner = List.copyOf(doc.subdocs()).get(Integer.parseInt(line.get(2)));
          if (line.get(3).equals("load")) {
            inner.load();
          } else {
            inner.destroy();
          }
        }
        case "call" -> replica.call(Integer.parseInt(line.get(2)), line.get(3));
        case "event" -> replica.expect(OracleRecord.text(line.get(2)));
        case "state" -> {
          replica.expectNothingMore();
          doc.check();
          YDoc loaded = new YDoc();
          loaded.applyUpdate(doc.encodeStateAsUpdate());
          assertSame("state", loaded.encodeStateAsUpdate(), OracleRecord.bytes(line.get(2)));
        }
        default -> throw new IllegalStateException("told of an unknown step " + line.get(0));
      }
    }

    private String beginOrigin(List<List<String>> lines, int since) {
      return lines.get(step - since - 2).get(2);
    }
  }
}
