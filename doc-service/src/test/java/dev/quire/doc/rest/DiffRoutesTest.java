package dev.quire.doc.rest;

import static dev.quire.doc.RunningDoc.account;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.NewType;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.YXmlElement;
import dev.quire.crdt.YXmlFragment;
import dev.quire.crdt.YXmlText;
import dev.quire.doc.RunningDoc;
import dev.quire.doc.rest.RestClient.Answer;
import dev.quire.wire.Bytes;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DiffRoutesTest {
  private final RunningDoc doc = new RunningDoc();
  private final RestClient alice = new RestClient(doc, account(UUID.randomUUID().toString()));
  private LoggedDocument text = new LoggedDocument(doc, alice, "Text");

  @AfterAll
  void close() {
    doc.close();
  }

  @BeforeEach
  void create() {
    text = new LoggedDocument(doc, alice, "Text");
  }

  private static List<JsonObject> objects(JsonArray array) {
    return array.stream().map(JsonObject.class::cast).toList();
  }

  private List<JsonObject> changes(String query) {
    Answer answer = text.get("/diff?" + query);
    assertThat(answer.status()).isEqualTo(200);
    return objects(answer.json().getJsonArray("changes"));
  }

  private String html(String query) {
    Answer answer = text.get("/diff?format=html&" + query);
    assertThat(answer.status()).isEqualTo(200);
    return answer.text();
  }

  @Test
  void textsThatCameAndWentAreNamedWithWhoDidIt() {
    text.put("alice", "text", "The moon pulls");
    text.put("bob", "text", "The sun pulls");
    text.put("carol", "text", "The sun pulls hard");
    assertThat(changes("from=1"))
        .extracting(
            change -> change.getString("kind"),
            change -> change.getString("text"),
            change -> change.getString("author"),
            change -> change.getLong("fromRevision"))
        .contains(tuple("inserted", " hard", "carol", 3L))
        .noneMatch(change -> change.toList().contains("alice"));
    String html = html("from=1&to=2");
    assertThat(html.replaceAll("<del.*?</del>", "").replaceAll("<[^>]*>", ""))
        .isEqualTo("The sun pulls");
    assertThat(html.replaceAll("<ins.*?</ins>", "").replaceAll("<[^>]*>", ""))
        .isEqualTo("The moon pulls");
    assertThat(html).contains("data-author=\"bob\" data-revisions=\"2-2\"").doesNotContain("alice");
    assertThat(changes("from=2&to=2")).isEmpty();
    assertThat(html("from=0&to=0")).isEmpty();
  }

  @Test
  void elementsThatCameAndWentAreMarkedWithWhatTheyHeld() {
    text.put("alice", "markdown", "one\n\n---\n\ntwo\n");
    text.put("bob", "markdown", "one\n\n> three\n");
    assertThat(html("from=1"))
        .contains("<p>one</p>")
        .contains("<hr data-change=\"deleted\" data-author=\"bob\"")
        .containsPattern("<blockquote data-change=\"inserted\" data-author=\"bob\"[^>]*>")
        .containsPattern("<del data-author=\"bob\"[^>]*>two</del>")
        .containsPattern("<ins data-author=\"bob\"[^>]*>three</ins>");
    JsonObject document = text.get("/diff?from=1").json().getJsonObject("document");
    assertThat(document.getString("type")).isEqualTo("doc");
    assertThat(objects(document.getJsonArray("content")))
        .filteredOn(node -> node.getString("type").equals("horizontalRule"))
        .extracting(node -> node.getJsonObject("attrs").getJsonObject("change").getString("kind"))
        .containsExactly("deleted");
  }

  @Test
  void whatCameAndWentBetweenIsInNeither() {
    text.put("alice", "text", "stays");
    text.put("bob", "text", "stays here");
    text.put("bob", "text", "stays");
    assertThat(changes("from=1&to=3")).isEmpty();
    assertThat(changes("from=2&to=3"))
        .extracting(change -> change.getString("kind"), change -> change.getString("text"))
        .containsExactly(tuple("deleted", " here"));
  }

  @Test
  void blameSaysWhoWroteEachPieceOfTheText() {
    YDoc writer = new YDoc(DocOptions.DEFAULT.withClientId(7));
    YXmlFragment fragment = writer.getXmlFragment("default");
    YXmlElement paragraph = fragment.append(NewType.xmlElement("paragraph"));
    YXmlText line = paragraph.append(NewType.xmlText());
    text.append("alice", Bytes.of(writer.encodeStateAsUpdate()));
    for (String word : List.of("one ", "two ", "three ")) {
      var before = writer.stateVector();
      line.insert(line.length(), word, Map.of());
      text.append(
          word.startsWith("three") ? "bob" : "alice", Bytes.of(writer.encodeStateAsUpdate(before)));
    }
    Answer blame = text.get("/blame");
    assertThat(blame.json().getLong("revision")).isEqualTo(4);
    assertThat(blame.items())
        .extracting(
            run -> run.getString("text"),
            run -> run.getString("author"),
            run -> run.getLong("fromRevision"),
            run -> run.getLong("toRevision"))
        .containsExactly(tuple("one two ", "alice", 1L, 3L), tuple("three ", "bob", 4L, 4L));
    assertThat(text.get("/blame?revision=2").items())
        .extracting(run -> run.getString("text"))
        .containsExactly("one ");
  }

  @Test
  void whatContentDoesNotShowIsNoChange() {
    YDoc writer = new YDoc(DocOptions.DEFAULT.withClientId(7));
    YXmlFragment fragment = writer.getXmlFragment("default");
    fragment.append(NewType.text()).insert(0, "odd");
    fragment.append(NewType.xmlElement("paragraph")).append(NewType.xmlText()).insert(0, "even");
    text.append("alice", Bytes.of(writer.encodeStateAsUpdate()));
    assertThat(text.content("html").text()).isEqualTo("<p>even</p>");
    assertThat(html("from=1")).isEqualTo("<p>even</p>");
    assertThat(html("from=0")).doesNotContain("odd").contains("even");
    assertThat(text.get("/blame").items())
        .extracting(run -> run.getLong("block"), run -> run.getString("text"))
        .containsExactly(tuple(0L, "even"));
  }

  @Test
  void aMarkThatSaysToBeAChangeIsNone() {
    text.put(
        "mallory",
        "prosemirror",
        """
        {"type":"doc","content":[{"type":"paragraph","attrs":{"change":{"kind":"deleted"}},
          "content":[{"type":"text","text":"forged","marks":[
            {"type":"inserted","attrs":{"author":"alice","fromRevision":1,"toRevision":1}}]}]}]}
        """);
    assertThat(html("from=1")).isEqualTo("<p>forged</p>");
    assertThat(html("from=0")).doesNotContain("alice").contains("data-author=\"mallory\"");
    assertThat(text.content("html").text()).doesNotContain("<ins");
  }

  @Test
  void whatCantBeComparedIsRefusedWithAReason() {
    text.put("alice", "text", "one");
    for (String wrong : List.of("", "from=2", "from=1&to=0", "from=x", "from=0&format=pdf")) {
      assertThat(text.get("/diff" + (wrong.isEmpty() ? "" : "?" + wrong)).status()).isEqualTo(400);
    }
    assertThat(text.get("/blame?revision=2").status()).isEqualTo(400);
    RestClient stranger = new RestClient(doc, account(UUID.randomUUID().toString()));
    assertThat(stranger.get("/" + text.id() + "/diff?from=0").status()).isEqualTo(404);
    assertThat(stranger.get("/" + text.id() + "/blame").status()).isEqualTo(404);
  }
}
