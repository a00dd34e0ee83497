package dev.quire.doc.state;

import static dev.quire.doc.RunningDoc.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.YDoc;
import dev.quire.doc.RunningDoc;
import dev.quire.doc.database.Database;
import dev.quire.doc.database.TestDatabase;
import dev.quire.doc.rest.LoggedDocument;
import dev.quire.wire.Bytes;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireFailure.Code;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long a log is read for the sake of an earlier revision. */
class EarlierRevisionTest {
  private static LoggedDocument written(RunningDoc doc, int revisions) {
    LoggedDocument text = LoggedDocument.of(doc, "alice");
    YDoc writer = new YDoc(DocOptions.DEFAULT.withClientId(7));
    for (int i = 0; i < revisions; i++) {
      var before = writer.stateVector();
      writer.getText("t").insert(i, "x");
      text.append("alice", Bytes.of(writer.encodeStateAsUpdate(before)));
    }
    return text;
  }

  @Test
  void pastTheBoundAnEarlierRevisionIsRefusedWithAReasonAndThePresentOneIsThere() {
    try (RunningDoc doc = new RunningDoc()) {
      Database database = TestDatabase.open(doc.vertx(), 1);
      LoggedDocument text = written(doc, 5);
      StateReader patient = new StateReader(doc.vertx(), database.people());
      int then = join(patient.use(text.document(), 3, loaded -> length(loaded.doc())));
      assertThat(then).isEqualTo(3);
      StateReader hasty = new StateReader(doc.vertx(), database.people(), Duration.ofNanos(-1));
      assertThatThrownBy(() -> join(hasty.use(text.document(), 3, loaded -> 0)))
          .isInstanceOfSatisfying(
              WireFailure.class,
              refused -> {
                assertThat(refused.code()).isEqualTo(Code.HISTORY_TOO_LONG);
                assertThat(refused.detail()).contains("present one");
              });
      int now = join(hasty.use(text.document(), loaded -> length(loaded.doc())));
      assertThat(now).isEqualTo(5);
      join(database.close());
    }
  }

  private static int length(YDoc doc) {
    return (int) doc.getText("t").length();
  }
}
