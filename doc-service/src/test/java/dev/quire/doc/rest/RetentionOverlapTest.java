package dev.quire.doc.rest;

import static dev.quire.doc.RunningDoc.account;
import static dev.quire.doc.RunningDoc.join;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.NewType;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.YXmlElement;
import dev.quire.crdt.YXmlText;
import dev.quire.crdt.id.StateVector;
import dev.quire.doc.RunningDoc;
import dev.quire.doc.database.TestDatabase;
import dev.quire.wire.Bytes;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Somebody writes other things under ids that are taken: merging decides nothing between them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RetentionOverlapTest {
  private static final int DAYS = 30;
  private static final byte[] COLLECTED = {1, 1, 7, 0, 0, 6, 0};

  private final URI url = TestDatabase.prepared("retention_overlap");
  private final AgedLog log = new AgedLog(url);
  private final RunningDoc doc = new RunningDoc(url, Map.of("QUIRE_COMPACTION", "false"));
  private final RestClient alice = new RestClient(doc, account(UUID.randomUUID().toString()));
  private final YDoc base = new YDoc(DocOptions.DEFAULT.withClientId(1));

  @AfterAll
  void close() {
    join(doc.stopService());
    doc.close();
  }

  RetentionOverlapTest() {
    base.getXmlFragment("default")
        .create(0, NewType.xmlElement("paragraph"))
        .append(NewType.xmlText());
  }

  /** What a client that knows some updates adds by writing in the paragraph. */
  private static byte[] typed(long client, int at, String text, byte[]... known) {
    YDoc writer = new YDoc(DocOptions.DEFAULT.withClientId(client));
    for (byte[] one : known) {
      writer.applyUpdate(one);
    }
    StateVector before = writer.stateVector();
    if (writer.getXmlFragment("default").get(0) instanceof YXmlElement paragraph
        && paragraph.get(0) instanceof YXmlText line) {
      line.insert(at, text);
    }
    return writer.encodeStateAsUpdate(before);
  }

  private Map<Long, String> contents(LoggedDocument text) {
    Map<Long, String> contents = new TreeMap<>();
    for (long revision = 1; revision <= text.revision(); revision++) {
      RestClient.Answer answer = text.get("/content?format=text&revision=" + revision);
      if (answer.status() == 200) {
        contents.put(revision, answer.text());
      }
    }
    return contents;
  }

  /** Revision 1 is alice's, 2 and on mallory's, and the last is bob's text behind those. */
  private void assertMergesWithoutAChange(List<String> spans, byte[]... mallorys)
      throws SQLException {
    LoggedDocument text = new LoggedDocument(doc, alice, "Text");
    byte[] first = base.encodeStateAsUpdate();
    text.append("alice", Bytes.of(first));
    for (byte[] update : mallorys) {
      text.append("mallory", Bytes.of(update));
    }
    byte[] known = mallorys[0];
    text.append("bob", Bytes.of(typed(8, "hello".length(), " world", first, known)));
    List<Instant> times = new ArrayList<>();
    for (int i = 1; i <= text.revision(); i++) {
      times.add(AgedLog.ago(40).plusSeconds(i));
    }
    log.age(text.document(), times);
    Map<Long, String> before = contents(text);
    assertThat(before.get(text.revision())).startsWith("hello").contains(" world");

    log.merge(text.document(), DAYS);
    List<JsonObject> items = AgedLog.items(text);
    assertThat(AgedLog.spans(items)).isEqualTo(spans);
    Map<Long, String> after = contents(text);
    assertThat(after).hasSameSizeAs(items);
    before.keySet().retainAll(after.keySet());
    assertThat(after).isEqualTo(before);
    assertThat(text.get("/integrity").json().getJsonArray("findings")).isEmpty();
  }

  @Test
  void aLongerTextUnderTheSameIdsDoesNotTakeTheFirstOnesPlace() throws SQLException {
    byte[] first = base.encodeStateAsUpdate();
    byte[] hello = typed(7, 0, "hello", first);
    byte[] other = typed(7, 0, "OTHER!", first);
    byte[] more = typed(7, 6, " more", first, other);
    assertMergesWithoutAChange(List.of("1..1", "2..2", "3..4", "5..5"), hello, other, more);
  }

  @Test
  void aLongerGapUnderTheSameIdsDoesNotTakeTheFirstOnesPlace() throws SQLException {
    byte[] hello = typed(7, 0, "hello", base.encodeStateAsUpdate());
    assertMergesWithoutAChange(List.of("1..1", "2..2", "3..3", "4..4"), hello, COLLECTED);
  }
}
