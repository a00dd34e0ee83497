package dev.quire.doc.history;

import static dev.quire.doc.RunningDoc.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.crdt.ChangeMark;
import dev.quire.crdt.DocOptions;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.event.DeltaOp;
import dev.quire.crdt.id.StateVector;
import dev.quire.doc.RunningDoc;
import dev.quire.doc.baseline.Baseline;
import dev.quire.doc.baseline.DamagedBaseline;
import dev.quire.doc.baseline.StoredBaseline;
import dev.quire.doc.database.Database;
import dev.quire.doc.database.TestDatabase;
import dev.quire.doc.history.Replay.Replayed;
import dev.quire.doc.state.StateReader;
import dev.quire.richtext.change.Authorship;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.WireFailure;
import dev.quire.wire.doc.ReadLog;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is read of a log that has a baseline in its middle. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReplayFromBaselineTest {
  private static final DocumentId DOCUMENT = DocumentId.of(new UUID(1, 1));
  private static final int REVISIONS = 20;
  private static final long BASELINE = 12;

  private final RunningDoc doc = new RunningDoc();
  private final Database database = TestDatabase.open(doc.vertx(), 1);
  private final StateReader states = new StateReader(doc.vertx(), database.people());
  private final List<ReadLog.Entry> log = log();
  private final List<Long> read = new ArrayList<>();
  private final List<DocumentId> told = new ArrayList<>();
  private final TreeMap<Long, StoredBaseline> baselines = new TreeMap<>();

  @AfterAll
  void close() {
    join(database.close());
    doc.close();
  }

  /** Each writes a letter; every third takes away another one. */
  private static List<ReadLog.Entry> log() {
    YDoc writer = new YDoc(DocOptions.DEFAULT.withClientId(7));
    List<ReadLog.Entry> entries = new ArrayList<>();
    for (int i = 1; i <= REVISIONS; i++) {
      StateVector before = writer.stateVector();
      writer.getText("t").insert(0, Character.toString('a' + i));
      if (i % 3 == 0) {
        writer.getText("t").delete(1, 1);
      }
      String author = i % 4 == 0 ? "bob" : "alice";
      Bytes update = Bytes.of(writer.encodeStateAsUpdate(before));
      entries.add(new ReadLog.Entry(i, 1, author, 0, update, i));
    }
    return entries;
  }

  private Future<ReadLog.Page> page(ReadLog asked) {
    List<ReadLog.Entry> entries =
        log.stream()
            .filter(entry -> entry.revision() > asked.after())
            .limit(asked.maxItems())
            .toList();
    entries.forEach(entry -> read.add(entry.revision()));
    return Future.succeededFuture(new ReadLog.Page(REVISIONS, entries));
  }

  private Future<Optional<Baseline>> nearest(long atMost) {
    var nearest = baselines.floorEntry(atMost);
    try {
      return Future.succeededFuture(
          nearest == null ? Optional.empty() : Optional.of(nearest.getValue().unpack(DOCUMENT)));
    } catch (DamagedBaseline damaged) {
      return Future.failedFuture(damaged);
    }
  }

  private Replay replay(long bytes, long longBytes) {
    return new Replay(
        this::page,
        (document, atMost) -> nearest(atMost),
        states,
        new Replay.Bounds(bytes, 60_000),
        new LongReads(longBytes, told::add));
  }

  private Replay replay() {
    return replay(1 << 20, Long.MAX_VALUE);
  }

  /** All that a difference or blame is made of: each character, and who it is from. */
  private static String seen(Replayed replayed) {
    StringBuilder seen = new StringBuilder();
    ChangeMark marks = (kind, client, clock) -> List.of(kind, client, clock);
    for (DeltaOp op : replayed.doc().getText("t").toDelta(replayed.to(), replayed.from(), marks)) {
      DeltaOp.Insert insert = (DeltaOp.Insert) op;
      String text = (String) insert.content();
      for (int i = 0; i < text.length(); i++) {
        seen.append(text.charAt(i));
        if (insert.attributes().get("ychange") instanceof List<?> mark) {
          Authorship by =
              mark.get(0) == ChangeMark.Kind.ADDED ? replayed.writers() : replayed.deleters();
          seen.append(mark.get(0)).append(by.of((long) mark.get(1), (long) mark.get(2) + i));
        }
      }
    }
    return seen.toString();
  }

  private List<String> all(Replay replay) {
    List<String> all = new ArrayList<>();
    for (int from = 0; from <= REVISIONS; from++) {
      for (int to = from; to <= REVISIONS; to++) {
        String seen = join(replay.use(DOCUMENT, from, to, ReplayFromBaselineTest::seen));
        all.add(from + ".." + to + ": " + seen);
      }
    }
    return all;
  }

  private void keep() {
    StoredBaseline made =
        join(
            replay()
                .use(
                    DOCUMENT,
                    BASELINE,
                    BASELINE,
                    at -> StoredBaseline.of(DOCUMENT, BASELINE, at.doc(), at.writers())));
    baselines.put(BASELINE, made);
    read.clear();
  }

  @Test
  void onlyWhatIsBehindTheBaselineIsReadAndAllIsAsFromTheBeginning() {
    baselines.clear();
    List<String> fromTheBeginning = all(replay());
    keep();
    assertThat(all(replay())).isEqualTo(fromTheBeginning);

    read.clear();
    join(replay().use(DOCUMENT, 0, 15, ReplayFromBaselineTest::seen));
    assertThat(read).containsExactly(13L, 14L, 15L);
    read.clear();
    join(replay().use(DOCUMENT, 14, 16, ReplayFromBaselineTest::seen));
    assertThat(read).containsExactly(13L, 14L, 15L, 16L);
    read.clear();
    join(replay().use(DOCUMENT, 0, BASELINE, ReplayFromBaselineTest::seen));
    assertThat(read).isEmpty();
    // What is to be seen as it was before the baseline begins before it.
    join(replay().use(DOCUMENT, 3, 13, ReplayFromBaselineTest::seen));
    assertThat(read).hasSize(13);
  }

  @Test
  void undoingBeginsAtTheBaselineTooAndNeverBehindTheMoment() {
    baselines.clear();
    keep();
    for (long from : new long[] {0, 5, BASELINE, 13, 19}) {
      Bytes undo = join(replay().undo(DOCUMENT, from, REVISIONS, Set.of("t"), 99));
      YDoc present = new YDoc();
      log.forEach(entry -> present.applyUpdate(entry.update().array()));
      present.applyUpdate(undo.array());
      YDoc then = new YDoc();
      log.stream().limit(from).forEach(entry -> then.applyUpdate(entry.update().array()));
      assertThat(present.getText("t").toString()).isEqualTo(then.getText("t").toString());
    }
  }

  @Test
  void aBaselineCountsForWhatItHoldsAndALongReadIsTold() {
    baselines.clear();
    keep();
    assertThatThrownBy(
            () ->
                join(
                    replay(20, Long.MAX_VALUE)
                        .use(DOCUMENT, 0, BASELINE, ReplayFromBaselineTest::seen)))
        .isInstanceOf(WireFailure.class)
        .hasMessageContaining("too long");
    long tail = (long) log.get(12).update().length() + log.get(13).update().length();
    told.clear();
    join(replay(1 << 20, tail + 200).use(DOCUMENT, 0, 14, ReplayFromBaselineTest::seen));
    assertThat(told).isEmpty();
    join(replay(1 << 20, tail).use(DOCUMENT, 0, 14, ReplayFromBaselineTest::seen));
    assertThat(told).containsExactly(DOCUMENT);
  }
}
