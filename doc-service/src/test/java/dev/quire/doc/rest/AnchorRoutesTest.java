package dev.quire.doc.rest;

import static dev.quire.doc.RunningDoc.account;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.RelativePosition;
import dev.quire.crdt.YDoc;
import dev.quire.doc.RunningDoc;
import dev.quire.doc.rest.RestClient.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AnchorRoutesTest {
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
    text.put("alice", "markdown", "# Tides\n\nThe moon pulls the sea.");
  }

  private Answer post(String path, JsonObject body) {
    return alice.post("/" + text.id() + path, body);
  }

  private static JsonObject places(JsonObject... places) {
    return new JsonObject().put("places", new JsonArray(Arrays.asList(places)));
  }

  private static JsonObject anchors(String... anchors) {
    return new JsonObject().put("anchors", new JsonArray(Arrays.asList(anchors)));
  }

  private static JsonObject quote(String quote) {
    return new JsonObject().put("quote", quote);
  }

  @Test
  void aQuoteIsFoundAgainWhereverItsWordsStandByThen() {
    Answer made = post("/anchors", places(quote("moon"), new JsonObject().put("block", 1)));
    assertThat(made.status()).isEqualTo(200);
    assertThat(made.json().getLong("revision")).isEqualTo(1);
    String moon = made.items().get(0).getString("anchor");
    String end = made.items().get(0).getString("end");
    String block = made.items().get(1).getString("anchor");
    text.put("alice", "markdown", "# Tides\n\nNew.\n\nEvery day the full moon pulls the sea.");
    Answer found = post("/anchors/resolve", anchors(moon, end, block));
    assertThat(found.json().getLong("revision")).isEqualTo(2);
    assertThat(found.items().get(0))
        .isEqualTo(
            new JsonObject()
                .put("anchor", moon)
                .put("known", true)
                .put("deleted", false)
                .put("block", new JsonArray().add(2))
                .put("offset", 19L)
                .put("before", "Every day the full ")
                .put("after", "moon pulls the sea."));
    assertThat(found.items().get(1).getLong("offset")).isEqualTo(23);
    assertThat(found.items().get(2).getValue("offset")).isNull();
    assertThat(found.items().get(2).getJsonArray("block")).containsExactly(2);
    JsonObject then = anchors(moon).put("revision", 1);
    assertThat(post("/anchors/resolve", then).items().get(0).getLong("offset")).isEqualTo(4);
  }

  @Test
  void aPlaceIsNamedAtTheRevisionThatItsAuthorSaw() {
    text.put("alice", "markdown", "# Tides\n\nNew.\n\nThe moon pulls the sea.");
    JsonObject seen = new JsonObject().put("block", new JsonArray().add(1)).put("offset", 4);
    String moon =
        post("/anchors", places(seen).put("revision", 1)).items().get(0).getString("anchor");
    JsonObject found = post("/anchors/resolve", anchors(moon)).items().get(0);
    assertThat(found.getJsonArray("block")).containsExactly(2);
    assertThat(found.getString("after")).startsWith("moon");
  }

  @Test
  void anEditorReadsTheBytes() {
    String moon = post("/anchors", places(quote("moon"))).items().get(0).getString("anchor");
    YDoc editor = new YDoc();
    editor.applyUpdate(text.get("/state").reply().body().array());
    RelativePosition place = RelativePosition.decode(Base64.getUrlDecoder().decode(moon));
    assertThat(Objects.requireNonNull(place.resolve(editor)).index()).isEqualTo(4);
  }

  @Test
  void nothingIsWritten() {
    post("/anchors", places(quote("moon")));
    assertThat(text.get("").json().getLong("revision")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"places\":[]}",
        "{\"places\":[7]}",
        "{\"places\":[{}]}",
        "{\"places\":[{\"block\":-1}]}",
        "{\"places\":[{\"block\":1.5}]}",
        "{\"places\":[{\"block\":[1,\"x\"]}]}",
        "{\"places\":[{\"block\":[]}]}",
        "{\"places\":[{\"block\":9}]}",
        "{\"places\":[{\"block\":1,\"offset\":-1}]}",
        "{\"places\":[{\"block\":1,\"offset\":99}]}",
        "{\"places\":[{\"block\":1,\"offset\":null}]}",
        "{\"places\":[{\"block\":1,\"offset\":1,\"side\":\"left\"}]}",
        "{\"places\":[{\"block\":1,\"offset\":1,\"side\":null}]}",
        "{\"places\":[{\"quote\":\"\"}]}",
        "{\"places\":[{\"quote\":null}]}",
        "{\"places\":[{\"quote\":\"sun\"}]}",
        "{\"places\":[{\"quote\":\"moon\",\"occurrence\":0}]}",
        "{\"places\":[{\"quote\":\"moon\",\"occurrence\":2}]}",
        "{\"places\":[{\"quote\":\"moon\",\"block\":null}]}",
        "{\"places\":[{\"block\":1}],\"revision\":9}",
        "[]"
      })
  void whatIsNoPlaceIsRefused(String body) {
    Answer refused = alice.sendText("POST", "/" + text.id() + "/anchors", body);
    assertThat(refused.status()).as(refused.text()).isEqualTo(400);
  }

  @Test
  void whatIsNoAnchorIsRefusedWithItsNumber() {
    String moon = post("/anchors", places(quote("moon"))).items().get(0).getString("anchor");
    Answer refused = post("/anchors/resolve", anchors(moon, "CAAA"));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().getString("detail")).startsWith("Anchor 2: ");
    List<String> tooMany = Collections.nCopies(AnchorInputs.MOST_ANCHORS + 1, moon);
    assertThat(post("/anchors/resolve", anchors(tooMany.toArray(String[]::new))).status())
        .isEqualTo(400);
    assertThat(alice.sendText("POST", "/" + text.id() + "/anchors/resolve", "{}").status())
        .isEqualTo(400);
  }

  @Test
  void theDocumentMustBeTheCallersToRead() {
    RestClient stranger = new RestClient(doc, account(UUID.randomUUID().toString()));
    String path = "/" + text.id() + "/anchors";
    assertThat(stranger.post(path, places(quote("moon"))).status()).isEqualTo(404);
    assertThat(stranger.post(path + "/resolve", anchors("AQdkZWZhdWx0AA")).status()).isEqualTo(404);
    String member = UUID.randomUUID().toString();
    alice.put("/" + text.id() + "/members/" + member, new JsonObject().put("role", "viewer"));
    RestClient viewer = new RestClient(doc, account(member));
    assertThat(viewer.post(path, places(quote("moon"))).status()).isEqualTo(200);
  }
}
