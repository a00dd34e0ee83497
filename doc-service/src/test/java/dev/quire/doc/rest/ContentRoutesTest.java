package dev.quire.doc.rest;

import static dev.quire.doc.RunningDoc.account;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.NewType;
import dev.quire.crdt.UpdateContents;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.YXmlFragment;
import dev.quire.doc.RunningDoc;
import dev.quire.doc.content.Contents;
import dev.quire.doc.rest.RestClient.Answer;
import dev.quire.kit.rest.Problem;
import dev.quire.richtext.ContentException;
import dev.quire.richtext.ContentException.Reason;
import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.SeedClients;
import dev.quire.wire.WireFailure;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.PrepareContent;
import dev.quire.wire.doc.PrepareContent.Prepared;
import dev.quire.wire.rest.RestReply;
import dev.quire.wire.rest.RestRequest.Pair;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ContentRoutesTest {
  private static final String MARKDOWN = "# Tides\n\nThe *moon* <u>pulls</u>.\n";

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

  private Prepared prepare(String format, String body) {
    return text.prepare(format, body);
  }

  private void put(String format, String body) {
    text.put("alice", format, body);
  }

  private Answer content(String format, Pair... headers) {
    return text.content(format, headers);
  }

  @ParameterizedTest
  @CsvSource({
    "html,'<h1>Tides</h1><p>The <em>moon</em> <u>pulls</u>.</p>',text/html; charset=utf-8",
    "markdown,'# Tides\n\nThe *moon* <u>pulls</u>.\n',text/markdown; charset=utf-8",
    "text,'Tides\n\nThe moon pulls.',text/plain; charset=utf-8"
  })
  void isShownInEachFormat(String format, String expected, String type) {
    put("markdown", MARKDOWN);
    Answer answer = content(format);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo(expected);
    assertThat(answer.header("content-type")).isEqualTo(type);
    assertThat(answer.header("quire-revision")).isEqualTo("1");
  }

  @Test
  void isShownAsTheJsonOfProseMirror() {
    put("html", "<h2>Tides</h2>");
    Answer answer = content("prosemirror");
    assertThat(answer.header("content-type")).isEqualTo("application/json");
    assertThat(answer.json().getJsonArray("content").getJsonObject(0).encode())
        .contains("\"heading\"", "{\"level\":2}", "\"Tides\"");
  }

  @Test
  void isNotSentAgainToWhoHasIt() {
    put("text", "hello");
    Pair known = new Pair("if-none-match", content("html").header("etag"));
    assertThat(content("html", known).status()).isEqualTo(304);
    put("text", "hello there");
    assertThat(content("html", known).status()).isEqualTo(200);
  }

  @Test
  void theEditIsEmptyWhereNothingChanges() {
    put("markdown", MARKDOWN);
    for (String format : List.of("html", "markdown", "text", "prosemirror")) {
      assertThat(prepare(format, content(format).text()).update()).isEqualTo(Bytes.EMPTY);
    }
  }

  @Test
  void theEditIsAsSmallAsTheChange() {
    put("text", "A long line about the tides, and how the moon pulls. ".repeat(200));
    int whole = prepare("text", "Something else").update().length();
    String changed = content("text").text().replaceFirst("long", "short");
    Prepared edit = prepare("text", changed);
    assertThat(edit.update().length()).isLessThan(60).isLessThan(whole + 60);
    YDoc reader = new YDoc();
    reader.applyUpdate(text.get("/state").reply().body().array());
    reader.applyUpdate(edit.update().array());
    assertThat(reader.getXmlFragment("default").toString()).contains("A short line");
  }

  @Test
  void structuredEditsAreAsSmallAsTheChangeAndMerge() {
    put("markdown", "# Tides\n\n" + "The moon pulls. ".repeat(100) + "Twice.");
    Prepared edit =
        prepare(
            "edits",
            "{\"edits\":[{\"op\":\"replaceText\",\"find\":\"Twice\",\"with\":\"Often\"}]}");
    assertThat(edit.update().length()).isLessThan(100);
    Prepared other = prepare("edits", "{\"edits\":[{\"op\":\"delete\",\"block\":\"Tides\"}]}");
    text.append("bob", other.update(), edit.update());
    assertThat(content("text").text()).startsWith("The moon").endsWith("pulls. Often.");
    assertThatThrownBy(() -> prepare("edits", "{\"edits\":[{\"op\":\"delete\",\"block\":9}]}"))
        .hasMessageContaining("Edit 1");
  }

  @Test
  void initialContentIsTheSameHoweverOftenItIsMadeAndSaysOfWhichDocumentItIs() {
    Bytes body = Bytes.of(MARKDOWN.getBytes(StandardCharsets.UTF_8));
    Prepared seed =
        doc.call(DocCalls.PREPARE_CONTENT, new PrepareContent(null, "markdown", body, null));
    DocumentId created = Objects.requireNonNull(seed.created());
    assertThat(created.toUuid().version()).isEqualTo(7);
    assertThat(clients(seed)).containsExactly(SeedClients.of(created));
    assertThat(
            doc.call(DocCalls.PREPARE_CONTENT, new PrepareContent(null, "markdown", body, created)))
        .isEqualTo(seed);
    assertThat(Arrays.stream(clients(prepare("markdown", MARKDOWN))))
        .allMatch(client -> client >>> Integer.SIZE == 0);
  }

  private static long[] clients(Prepared prepared) {
    return UpdateContents.read(prepared.update().array()).structs().clients();
  }

  @Test
  void whatCantBeReadIsRefusedWithAReason() {
    assertThatThrownBy(() -> prepare("prosemirror", "{\"type\":"))
        .isInstanceOf(WireFailure.class)
        .hasMessageContaining("not JSON");
    assertThatThrownBy(() -> prepare("prosemirror", "{\"type\":\"paragraph\"}"))
        .hasMessageContaining("\"doc\"");
    assertThatThrownBy(() -> prepare("docx", "")).hasMessageContaining("html, markdown");
    assertThatThrownBy(() -> prepare("html", "<blockquote>".repeat(60)))
        .hasMessageContaining("deep");
    assertThat(content("docx").status()).isEqualTo(400);
  }

  @Test
  void whatIsPastALimitIsToldAsThat() {
    for (String body :
        List.of(
            "<blockquote>".repeat(60),
            "<p><b><i><u><s><a href=x><code>" + "<p>x".repeat(200_000))) {
      assertThatThrownBy(() -> prepare("html", body)).satisfies(isPastALimit(413, "too-large"));
    }
    String wide = "|a".repeat(1_000) + "\n" + "|-".repeat(1_000) + "\n" + "|a\n".repeat(2_000);
    assertThatThrownBy(() -> prepare("markdown", wide)).satisfies(isPastALimit(413, "too-large"));
    assertThat(Contents.failure(new ContentException(Reason.TOO_COSTLY, "")))
        .satisfies(isPastALimit(422, "too-costly"));
  }

  private static ThrowingConsumer<Throwable> isPastALimit(int status, String type) {
    return fault -> {
      RestReply reply = Problem.of((WireFailure) fault).reply();
      assertThat(reply.status()).isEqualTo(status);
      assertThat(new JsonObject(Buffer.buffer(reply.body().array())).getString("type"))
          .isEqualTo("urn:quire:problem:" + type);
    };
  }

  @Test
  void aDocumentThatCantBeShownSaysSoAndDisturbsNoOther() {
    YDoc writer = new YDoc(DocOptions.DEFAULT.withClientId(7));
    YXmlFragment inner = writer.getXmlFragment("default");
    for (int depth = 0; depth < 60; depth++) {
      inner = inner.create(0, NewType.xmlElement("blockquote"));
    }
    LoggedDocument hostile = new LoggedDocument(doc, alice, "Deep");
    hostile.append("mallory", Bytes.of(writer.encodeStateAsUpdate()));
    put("text", "Others are well.");
    for (String format : List.of("html", "markdown", "text", "prosemirror")) {
      assertThat(hostile.content(format).status()).isEqualTo(413);
      assertThat(content(format).status()).isEqualTo(200);
    }
  }

  @Test
  void aStrangerFindsNothing() {
    RestClient stranger = new RestClient(doc, account(UUID.randomUUID().toString()));
    assertThat(stranger.get("/" + text.id() + "/content").status()).isEqualTo(404);
  }
}
