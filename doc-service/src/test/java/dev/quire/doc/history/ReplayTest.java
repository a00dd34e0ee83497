package dev.quire.doc.history;

import static dev.quire.doc.RunningDoc.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.id.StateVector;
import dev.quire.doc.RunningDoc;
import dev.quire.doc.database.Database;
import dev.quire.doc.database.TestDatabase;
import dev.quire.doc.rest.LoggedDocument;
import dev.quire.doc.state.StateReader;
import dev.quire.kit.rest.Problem;
import dev.quire.wire.Bytes;
import dev.quire.wire.WireFailure;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReplayTest {
  private final RunningDoc doc = new RunningDoc();
  private final Database database = TestDatabase.open(doc.vertx(), 1);
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
    return new Replay(database.people(), states, new Replay.Bounds(bytes, 60_000));
  }

  @Test
  void aLogThatIsTooLongIsRefusedWithAReason() {
    LoggedDocument text = written(20);
    StateVector replayed =
        join(replay(10_000).use(text.document(), 0, 20, all -> all.to().states()));
    assertThat(replayed.get(7)).isEqualTo(200);
    assertThatThrownBy(() -> join(replay(100).use(text.document(), 0, 20, all -> 1)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("too long");
  }

  @Test
  void onlySomeAreReplayedAtOnceAndEachMakesRoomForTheNext() {
    LoggedDocument text = written(3);
    Replay replay = replay(10_000);
    List<Future<Integer>> asked =
        IntStream.range(0, 3).mapToObj(i -> replay.use(text.document(), 0, 3, r -> i)).toList();
    assertThat(join(asked.get(0)) + join(asked.get(1))).isEqualTo(1);
    assertThatThrownBy(() -> join(asked.get(2))).isInstanceOf(WireFailure.class);
    Integer next = join(replay.use(text.document(), 0, 3, r -> 7));
    assertThat(next).isEqualTo(7);
  }
}
