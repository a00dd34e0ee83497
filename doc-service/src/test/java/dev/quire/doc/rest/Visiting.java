package dev.quire.doc.rest;

import static dev.quire.doc.RunningDoc.account;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.doc.RunningDoc;
import dev.quire.doc.database.TestDatabase;
import dev.quire.doc.rest.RestClient.Answer;
import dev.quire.wire.Role;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireFailure.Code;
import dev.quire.wire.auth.AuthCalls;
import dev.quire.wire.doc.AccessChanged;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.OpenDocument;
import dev.quire.wire.doc.ReadRevocations;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A doc-service whose links let in people without an account, and those who open them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Visiting {
  static final int PER_LINK = 12;
  static final int PER_ADDRESS = 8;

  final RunningDoc doc =
      new RunningDoc(
          TestDatabase.url(),
          Map.of(
              "QUIRE_LIMIT_VISITORS_PER_LINK", Integer.toString(PER_LINK),
              "QUIRE_LIMIT_VISITORS_PER_ADDRESS", Integer.toString(PER_ADDRESS)));
  final RestClient alice = new RestClient(doc, account(UUID.randomUUID().toString()));
  final RestClient stranger = new RestClient(doc, null);
  final ConcurrentLinkedQueue<AuthCalls.IssueVisit> issued = new ConcurrentLinkedQueue<>();
  final ConcurrentLinkedQueue<AccessChanged> news = new ConcurrentLinkedQueue<>();
  volatile boolean silent;
  String id = "";

  @BeforeAll
  void vouch() {
    RunningDoc.join(doc.bus().consume(DocCalls.ACCESS_CHANGED, news::add).completion());
    doc.bus()
        .answer(
            AuthCalls.ISSUE_VISIT,
            visit -> {
              issued.add(visit);
              if (silent) {
                return Future.failedFuture(new WireFailure(Code.UNAVAILABLE, "No key just now."));
              }
              return Future.succeededFuture(
                  new AuthCalls.VisitToken("signed", visit.lifeSeconds()));
            });
  }

  @BeforeEach
  void create() throws SQLException {
    execute("DELETE FROM quire_doc.document_link_guest WHERE visits_until IS NOT NULL");
    id = alice.create("Open to visitors");
    issued.clear();
    silent = false;
  }

  @AfterAll
  void close() {
    doc.close();
  }

  final int visitorsNow() {
    return alice.get("/" + id + "/links").items().get(0).getInteger("visitors");
  }

  final JsonObject make(Role role, @Nullable String expiresAt, boolean withoutAccount) {
    Answer made =
        alice.post(
            "/" + id + "/links",
            new JsonObject()
                .put("role", role.word())
                .put("expiresAt", expiresAt)
                .put("withoutAccount", withoutAccount));
    assertThat(made.status()).isEqualTo(201);
    return made.json();
  }

  static Answer visit(RestClient who, JsonObject link) {
    return who.post("/api/v1/links/visit", new JsonObject().put("token", link.getString("token")));
  }

  final RestClient visitor(Answer visit) {
    return new RestClient(doc, account(visit.json().getJsonObject("visitor").getString("id")));
  }

  static String idOf(RestClient visitor) {
    return Objects.requireNonNull(visitor.caller()).userId();
  }

  final Role roleOf(String userId) {
    return doc.call(DocCalls.OPEN_DOCUMENT, new OpenDocument(account(userId), id)).role();
  }

  final @Nullable Code roleNow(String userId, String document) {
    return doc.failure(DocCalls.OPEN_DOCUMENT, new OpenDocument(account(userId), document));
  }

  final long head() {
    return doc.call(DocCalls.READ_REVOCATIONS, new ReadRevocations(Long.MAX_VALUE)).head();
  }

  static void execute(String sql) throws SQLException {
    try (Connection connection = TestDatabase.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
