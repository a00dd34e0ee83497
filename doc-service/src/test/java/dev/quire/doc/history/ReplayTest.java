package dev.quire.doc.history;

import static dev.quire.doc.RunningDoc.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.id.StateVector;
import dev.quire.crdt.update.Updates;
import dev.quire.doc.RunningDoc;
import dev.quire.doc.database.Database;
import dev.quire.doc.database.TestDatabase;
import dev.quire.doc.rest.LoggedDocument;
import dev.quire.doc.state.StateReader;
import dev.quire.kit.rest.Problem;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.WireFailure;
import dev.quire.wire.doc.ReadLog;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReplayTest {
  private static final DocumentId DOCUMENT = DocumentId.of(new UUID(1, 1));

  private final RunningDoc doc = new RunningDoc();
  private final Database database = TestDatabase.open(doc.vertx(), 1);
  private final Context loop = doc.vertx().getOrCreateContext();
  private final StateReader states = new StateReader(doc.vertx(), database.people());

  @AfterAll
  void close() {
    join(database.close());
    doc.close();
  }

  private LoggedDocument written(int revisions) {
    LoggedDocument text = LoggedDocument.of(doc, "alice");
    YDoc writer = new YDoc(DocOptions.DEFAULT.withClientId(7));
    for (int i = 0; i < revisions; i++) {
      var before = writer.stateVector();
      writer.getText("t").insert(0, "0123456789");
      text.append("alice", Bytes.of(writer.encodeStateAsUpdate(before)));
    }
    return text;
  }

  private Replay replay(long bytes) {
    return new Replay(
        database.people(), states, new Replay.Bounds(bytes, 60_000), LongReads.IGNORED);
  }

  @Test
  void aLogThatIsTooLongIsRefusedWithAReason() {
    LoggedDocument text = written(20);
    StateVector replayed =
        join(replay(10_000).use(text.document(), 0, 20, all -> all.to().states()));
    assertThat(replayed.get(7)).isEqualTo(200);
    assertThatThrownBy(() -> join(replay(100).use(text.document(), 0, 20, all -> 1)))
        .isInstanceOf(WireFailure.class)
        .hasMessageContaining("too long");
  }

  @Test
  void deletionsThatCutATextToPiecesCountForWhatThePiecesTake() {
    LoggedDocument text = LoggedDocument.of(doc, "alice");
    YDoc writer = new YDoc(DocOptions.DEFAULT.withClientId(7));
    writer.getText("t").insert(0, "x".repeat(1_000));
    text.append("alice", Bytes.of(writer.encodeStateAsUpdate()));
    var before = writer.stateVector();
    for (int i = 0; i < 500; i++) {
      writer.getText("t").delete(i, 1);
    }
    text.append("alice", Bytes.of(writer.encodeStateAsUpdate(before)));
    long left =
        join(replay(10_000).use(text.document(), 0, 2, all -> all.doc().getText("t").length()));
    assertThat(left).isEqualTo(500);
    assertThatThrownBy(() -> join(replay(5_000).use(text.document(), 0, 2, all -> 1)))
        .isInstanceOf(WireFailure.class)
        .hasMessageContaining("too long");
  }

  @Test
  void whatIsReplayedAtOnceLeavesHalfOfTheHeapToOthers() {
    assertThat(Replay.Bounds.ofHeap(6L << 30).bytes()).isEqualTo(48L << 20);
    assertThat(Replay.Bounds.ofHeap(1_000_000_000).bytes()).isEqualTo(10_000_000);
  }

  @Test
  void onlySomeAreReplayedAtOnceAndEachMakesRoomForTheNext() {
    LoggedDocument text = written(3);
    Replay replay = replay(10_000);
    CountDownLatch gate = new CountDownLatch(1);
    List<Future<Integer>> asked =
        IntStream.range(0, 3)
            .mapToObj(i -> onLoop(() -> replay.use(text.document(), 0, 3, r -> behind(gate, i))))
            .toList();
    assertThatThrownBy(() -> join(asked.get(2))).isInstanceOf(WireFailure.class);
    gate.countDown();
    assertThat(join(asked.get(0)) + join(asked.get(1))).isEqualTo(1);
    Integer next = join(onLoop(() -> replay.use(text.document(), 0, 3, r -> 7)));
    assertThat(next).isEqualTo(7);
    Replay ofReplica = replay.on(database.people(), states);
    CountDownLatch again = new CountDownLatch(1);
    List<Future<Integer>> ofBoth =
        Stream.of(replay, ofReplica, replay, ofReplica)
            .map(one -> onLoop(() -> one.use(text.document(), 0, 3, r -> behind(again, 8))))
            .toList();
    for (Future<Integer> tooMany : ofBoth.subList(2, 4)) {
      assertThatThrownBy(() -> join(tooMany)).isInstanceOf(WireFailure.class);
    }
    again.countDown();
    assertThat(join(ofBoth.get(0)) + join(ofBoth.get(1))).isEqualTo(16);
  }

  /** Asks as the service does, from one event loop. */
  private <T> Future<T> onLoop(Supplier<Future<T>> ask) {
    Promise<T> answer = Promise.promise();
    loop.runOnContext(go -> ask.get().onComplete(answer));
    return answer.future();
  }

  private static int behind(CountDownLatch gate, int value) {
    try {
      gate.await();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
    return value;
  }

  /** What a log holds of revisions that each write one more letter; a span is a merged item. */
  private static ReadLog.Page page(long... spans) {
    YDoc writer = new YDoc(DocOptions.DEFAULT.withClientId(7));
    List<byte[]> updates = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      StateVector before = writer.stateVector();
      writer.getText("t").insert(i, "abcdefgh".substring(i, i + 1));
      updates.add(writer.encodeStateAsUpdate(before));
    }
    List<ReadLog.Entry> entries = new ArrayList<>();
    for (int i = 0; i < spans.length; i += 2) {
      byte[] update = Updates.merge(updates.subList((int) spans[i] - 1, (int) spans[i + 1]));
      entries.add(new ReadLog.Entry(spans[i + 1], 1, "alice", 0, Bytes.of(update), spans[i]));
    }
    return new ReadLog.Page(8, entries);
  }

  /** Reads a log of which a part is merged between its first page and its second. */
  private Replay mergedAfter(ReadLog.Page first, ReadLog.Page second) {
    return new Replay(
        read -> Future.succeededFuture(read.after() == 0 ? first : second),
        (document, atMost) -> Future.succeededFuture(Optional.empty()),
        states,
        Replay.Bounds.ofThisProcess(),
        LongReads.IGNORED);
  }

  private static String undone(Bytes undo) {
    YDoc text = new YDoc();
    page(1, 8).entries().forEach(entry -> text.applyUpdate(entry.update().array()));
    text.applyUpdate(undo.array());
    return text.getText("t").toString();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 3, 4, 5, 6})
  void theEarlierMomentIsTakenOnceThoughTheNextPageReachesBackBehindWhatWasRead(long from) {
    ReadLog.Page first = page(1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6);
    for (ReadLog.Page second : List.of(page(5, 8), page(4, 7, 8, 8), page(1, 8))) {
      Replay replay = mergedAfter(first, second);
      long there = join(replay.use(DOCUMENT, from, 8, replayed -> replayed.from().states().get(7)));
      assertThat(there).isEqualTo(from);
      assertThat(undone(join(replay.undo(DOCUMENT, from, 8, Set.of("t"), 99))))
          .isEqualTo("abcdefgh".substring(0, (int) from));
    }
  }

  @Test
  void aMomentWithinAnItemThatIsNotReachedIsNotKept() {
    Replay replay = mergedAfter(page(1, 1, 2, 2, 3, 3, 4, 4), page(3, 7, 8, 8));
    for (long from : new long[] {5, 6}) {
      assertThatThrownBy(() -> join(replay.undo(DOCUMENT, from, 8, Set.of("t"), 99)))
          .isInstanceOfSatisfying(
              Problem.class, problem -> assertThat(problem.status()).isEqualTo(410));
    }
  }
}
