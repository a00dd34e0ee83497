package dev.quire.crdt.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.YDoc;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FormattingCleanupTest {
  private static final Map<String, Object> BOLD = Map.of("bold", true);

  private final YDoc writer = new YDoc(DocOptions.DEFAULT.withClientId(1));

  @Test
  void marksWithoutTextGoWhereItIsOn() {
    YDoc client = received(DocOptions.DEFAULT.withFormattingCleanup(true));
    YDoc server = received(DocOptions.DEFAULT);
    assertThat(client.getText("t").toDelta()).isEqualTo(server.getText("t").toDelta());
    assertThat(client.deleteSet().contains(server.deleteSet())).isTrue();
    assertThat(client.deleteSet()).isNotEqualTo(server.deleteSet());
  }

  @Test
  void whatIsCleanedUpIsToldOfLikeAnyChange() {
    YDoc client = new YDoc(DocOptions.DEFAULT.withFormattingCleanup(true));
    client.getText("t");
    YDoc follower = new YDoc();
    client.onUpdate(event -> follower.applyUpdate(event.update()));
    receive(client);
    assertThat(follower.encodeStateAsUpdate()).isEqualTo(client.encodeStateAsUpdate());
  }

  @Test
  void textsThatNobodyAskedForAreLeftAlone() {
    YDoc client = new YDoc(DocOptions.DEFAULT.withFormattingCleanup(true));
    receive(client);
    YDoc server = received(DocOptions.DEFAULT);
    assertThat(client.encodeStateAsUpdate()).isEqualTo(server.encodeStateAsUpdate());
  }

  private YDoc received(DocOptions options) {
    YDoc doc = new YDoc(options);
    doc.getText("t");
    receive(doc);
    return doc;
  }

  /** Two make the same text bold, and a third deletes it, all without knowing of each other. */
  private void receive(YDoc doc) {
    YDoc other = new YDoc(DocOptions.DEFAULT.withClientId(2));
    YDoc third = new YDoc(DocOptions.DEFAULT.withClientId(3));
    if (writer.getText("t").length() == 0) {
      writer.getText("t").insert(0, "abc");
    }
    other.applyUpdate(writer.encodeStateAsUpdate());
    third.applyUpdate(writer.encodeStateAsUpdate());
    YDoc bold = new YDoc(DocOptions.DEFAULT.withClientId(4));
    bold.applyUpdate(writer.encodeStateAsUpdate());
    bold.getText("t").format(1, 1, BOLD);
    other.getText("t").format(1, 1, BOLD);
    third.getText("t").delete(1, 1);
    doc.applyUpdate(bold.encodeStateAsUpdate());
    doc.applyUpdate(other.encodeStateAsUpdate());
    doc.applyUpdate(third.encodeStateAsUpdate());
    doc.check();
  }
}
