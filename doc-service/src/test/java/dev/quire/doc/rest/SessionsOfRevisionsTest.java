package dev.quire.doc.rest;

import static dev.quire.doc.RunningDoc.account;
import static dev.quire.doc.RunningDoc.join;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.doc.RunningDoc;
import dev.quire.doc.database.TestDatabase;
import dev.quire.wire.SessionId;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Each revision says in which session it was made, whatever becomes of its row. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SessionsOfRevisionsTest {
  private static final SessionId LAPTOP = SessionId.of(UUID.randomUUID());
  private static final SessionId PHONE = SessionId.of(UUID.randomUUID());
  private static final SessionId BOBS = SessionId.of(UUID.randomUUID());

  private final URI url = TestDatabase.prepared("sessions");
  private final AgedLog log = new AgedLog(url);
  private final String aliceId = UUID.randomUUID().toString();
  private final String bobId = UUID.randomUUID().toString();
  private final RunningDoc doc = new RunningDoc(url, Map.of("QUIRE_COMPACTION", "false"));
  private final RestClient alice = new RestClient(doc, account(aliceId));
  private final RestClient bob = new RestClient(doc, account(bobId));
  private LoggedDocument text = new LoggedDocument(doc, alice, "Text");

  @AfterAll
  void close() {
    join(doc.stopService());
    doc.close();
  }

  /**
   * Alice's document: eight revisions, two of each session. The first were made by older owners.
   */
  @BeforeEach
  void write() {
    text = new LoggedDocument(doc, alice, "Text");
    assertThat(
            alice
                .put("/" + text.id() + "/members/" + bobId, new JsonObject().put("role", "editor"))
                .status())
        .isEqualTo(200);
    List<SessionId> sessions = new ArrayList<>();
    sessions.add(null);
    sessions.addAll(List.of(LAPTOP, BOBS, PHONE));
    for (int i = 0; i < 8; i++) {
      SessionId session = sessions.get(i / 2);
      text.put(BOBS.equals(session) ? bobId : aliceId, session, "text", "line " + i);
    }
  }

  private static List<String> spans(List<JsonObject> items) {
    return items.stream()
        .map(
            item ->
                item.getLong("fromRevision")
                    + ".."
                    + item.getLong("toRevision")
                    + " "
                    + name(item.getString("session")))
        .toList();
  }

  private static String name(@Nullable String session) {
    if (session == null) {
      return "-";
    }
    return session.equals(LAPTOP.toString())
        ? "laptop"
        : session.equals(PHONE.toString()) ? "phone" : session.equals(BOBS.toString()) ? "bob" : "";
  }

  private List<JsonObject> history(RestClient reader, String query) {
    return reader.get("/" + text.id() + "/history" + query).items();
  }

  @Test
  void historySaysTheSessionAndNoItemIsOfTwo() {
    assertThat(spans(history(alice, "")))
        .containsExactly("7..8 phone", "5..6 bob", "3..4 laptop", "1..2 -");
    assertThat(history(alice, "").get(3).containsKey("session")).isFalse();
    assertThat(text.get("/updates?from=4&limit=3").items())
        .extracting(item -> name(item.getString("session")))
        .containsExactly("bob", "bob", "phone");
  }

  @Test
  void historyOfOneSessionIsAskedForByItsId() {
    assertThat(spans(history(alice, "?session=" + LAPTOP))).containsExactly("3..4 laptop");
    assertThat(history(alice, "?session=" + UUID.randomUUID())).isEmpty();
    assertThat(text.get("/history?session=mine").status()).isEqualTo(400);
  }

  @Test
  void othersAreShownTheirOwnSessionsAlone() {
    assertThat(spans(history(bob, ""))).containsExactly("7..8 -", "5..6 bob", "3..4 -", "1..2 -");
    assertThat(history(bob, "?session=" + LAPTOP)).isEmpty();
    assertThat(bob.get("/" + text.id() + "/updates?from=0").items())
        .extracting(item -> name(item.getString("session")))
        .containsExactly("-", "-", "-", "-", "bob", "bob", "-", "-");
  }

  @Test
  void packingAndMergingKeepTheSession() throws SQLException {
    List<String> before = spans(history(alice, ""));
    List<Instant> times = new ArrayList<>();
    for (int i = 1; i <= 8; i++) {
      times.add(AgedLog.ago(40).plusSeconds(i));
    }
    log.age(text.document(), times);
    log.merge(text.document(), 30);
    assertThat(
            log.query(
                "SELECT count(*) FROM quire_doc.document_update WHERE document = '"
                    + text.document()
                    + "'"))
        .isEqualTo(1);

    assertThat(spans(history(alice, ""))).isEqualTo(before);
    assertThat(AgedLog.spans(AgedLog.items(text)))
        .containsExactly("1..1", "2..2", "3..4", "5..6", "7..7", "8..8");
    assertThat(AgedLog.items(text))
        .extracting(item -> name(item.getString("session")))
        .containsExactly("-", "-", "laptop", "bob", "phone", "phone");
  }

  @Test
  void aRowWhoseSessionIsNoLongerWhatWasAppendedIsFound() throws SQLException {
    assertThat(findings()).isEmpty();
    log.execute(
        "UPDATE quire_doc.document_update SET session = '"
            + PHONE
            + "' WHERE revision = 4 AND document = '"
            + text.document()
            + "'");
    assertThat(findings()).hasSize(1);
  }

  private List<Object> findings() {
    return text.get("/integrity").json().getJsonArray("findings").stream().toList();
  }
}
