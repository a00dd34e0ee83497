package dev.quire.doc.rest;

import static dev.quire.doc.RunningDoc.account;
import static dev.quire.doc.RunningDoc.external;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.doc.RunningDoc;
import dev.quire.doc.database.TestDatabase;
import dev.quire.doc.link.ShareLinks;
import dev.quire.doc.rest.RestClient.Answer;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Role;
import dev.quire.wire.WireFailure.Code;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.OpenDocument;
import dev.quire.wire.doc.ReadRevocations;
import dev.quire.wire.doc.Revocation;
import dev.quire.wire.doc.Revocation.RightChanged;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Share links: made, opened, ended, over. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LinkRoutesTest {
  private final RunningDoc doc = new RunningDoc();
  private final RestClient alice = new RestClient(doc, account(UUID.randomUUID().toString()));
  private String bobId = "";
  private RestClient bob = alice;
  private String id = "";
  private DocumentId document = new DocumentId(0, 0);

  @BeforeEach
  void create() {
    bobId = UUID.randomUUID().toString();
    bob = new RestClient(doc, account(bobId));
    id = alice.create("Shared by link");
    document = DocumentId.parse(id).orElseThrow();
  }

  @AfterAll
  void close() {
    doc.close();
  }

  @Test
  void whoOpensALinkHasItsRole() {
    assertThat(bob.get("/" + id).status()).isEqualTo(404);

    Answer opened = redeem(bob, make(Role.COMMENTER, null).getString("token"));

    assertThat(opened.status()).isEqualTo(200);
    assertThat(opened.json().getString("document")).isEqualTo(id);
    assertThat(opened.json().getString("role")).isEqualTo("commenter");
    assertThat(bob.get("/" + id).json().getString("role")).isEqualTo("commenter");
    assertThat(bob.get("").items())
        .extracting(item -> item.getString("id") + " " + item.getString("role"))
        .containsExactly(id + " commenter");
    assertThat(bob.get("?q=link").items()).hasSize(1);
  }

  @Test
  void theHighestRoleCounts() {
    alice.put("/" + id + "/members/" + bobId, new JsonObject().put("role", "commenter"));
    redeem(bob, make(Role.VIEWER, null).getString("token"));
    assertThat(roleOfBob()).isEqualTo(Role.COMMENTER);
    redeem(bob, make(Role.EDITOR, null).getString("token"));
    assertThat(roleOfBob()).isEqualTo(Role.EDITOR);
    alice.put("/" + id + "/members/" + bobId, new JsonObject().put("role", "owner"));
    assertThat(roleOfBob()).isEqualTo(Role.OWNER);
  }

  @Test
  void endingALinkEndsWhatItGaveAndNothingElse() {
    alice.put("/" + id + "/members/" + bobId, new JsonObject().put("role", "viewer"));
    JsonObject link = make(Role.EDITOR, null);
    redeem(bob, link.getString("token"));
    RestClient carol = new RestClient(doc, account(UUID.randomUUID().toString()));
    redeem(carol, link.getString("token"));
    long before = head();

    assertThat(alice.delete("/" + id + "/links/" + link.getString("id")).status()).isEqualTo(204);

    assertThat(entries(before))
        .extracting(entry -> ((RightChanged) entry).role())
        .containsExactlyInAnyOrder(Role.VIEWER, null);
    assertThat(roleOfBob()).isEqualTo(Role.VIEWER);
    assertThat(carol.get("/" + id).status()).isEqualTo(404);
    assertThat(redeem(carol, link.getString("token")).status()).isEqualTo(404);
    assertThat(alice.get("/" + id + "/links").items()).isEmpty();
  }

  /** Whoever reads the stream sees to it that links which are over have their entries in it. */
  @Test
  void theStreamIsNeverReadWithoutTheEndOfALinkThatIsOver() throws SQLException {
    JsonObject link = make(Role.EDITOR, Instant.now().plusSeconds(3600).toString());
    redeem(bob, link.getString("token"));
    long before = head();
    letItBeOver(link);

    assertThat(roleNow(bobId)).isEqualTo(Code.NOT_FOUND);
    ReadRevocations.Page page = read(before);

    assertThat(page.entries()).containsExactly(right(before, bobId, null));
    assertThat(page.head()).isEqualTo(before + 1);
    assertThat(redeem(bob, link.getString("token")).status()).isEqualTo(404);
  }

  @Test
  void aHigherRoleIsNewsForWhoIsHereAlready() {
    redeem(bob, make(Role.VIEWER, null).getString("token"));
    long before = head();
    redeem(bob, make(Role.EDITOR, null).getString("token"));
    alice.put("/" + id + "/members/" + bobId, new JsonObject().put("role", "owner"));
    assertThat(entries(before))
        .containsExactly(
            right(before, bobId, Role.EDITOR),
            new RightChanged(before + 2, document, bobId, Role.OWNER));
  }

  @Test
  void openingALinkTwiceIsNoNews() {
    String token = make(Role.VIEWER, null).getString("token");
    redeem(bob, token);
    long before = head();
    assertThat(redeem(bob, token).status()).isEqualTo(200);
    assertThat(head()).isEqualTo(before);
  }

  /**
   * Two changes at once must not each count on the role that the other one takes: then nobody would
   * write that there is none left.
   */
  @Test
  void ofTwoRolesTakenAtOnceTheLastEntrySaysThatNothingIsLeft() throws SQLException {
    alice.put("/" + id + "/members/" + bobId, new JsonObject().put("role", "editor"));
    JsonObject link = make(Role.EDITOR, null);
    redeem(bob, link.getString("token"));
    long before = head();
    try (Connection slow = TestDatabase.connect();
        Statement statement = slow.createStatement()) {
      slow.setAutoCommit(false);
      statement.execute("SET search_path = quire_doc");
      statement.execute("DELETE FROM document_link WHERE id = '" + link.getString("id") + "'");
      statement.execute("SET CONSTRAINTS ALL IMMEDIATE");
      var removed =
          java.util.concurrent.CompletableFuture.supplyAsync(
              () -> alice.delete("/" + id + "/members/" + bobId));
      TestDatabase.awaitWaiting(1);
      slow.commit();
      assertThat(removed.join().status()).isEqualTo(204);
    }
    assertThat(entries(before))
        .last()
        .isEqualTo(new RightChanged(before + 2, document, bobId, null));
  }

  @Test
  void onlyOwnersSeeAndMakeAndEndLinks() {
    JsonObject link = make(Role.EDITOR, null);
    redeem(bob, link.getString("token"));
    assertThat(bob.get("/" + id + "/links").status()).isEqualTo(403);
    assertThat(bob.post("/" + id + "/links", new JsonObject().put("role", "viewer")).status())
        .isEqualTo(403);
    assertThat(bob.delete("/" + id + "/links/" + link.getString("id")).status()).isEqualTo(403);
    RestClient stranger = new RestClient(doc, account(UUID.randomUUID().toString()));
    assertThat(stranger.get("/" + id + "/links").status()).isEqualTo(404);
    String other = alice.create("Another");
    assertThat(alice.delete("/" + other + "/links/" + link.getString("id")).status())
        .isEqualTo(404);
  }

  @Test
  void aLinkSaysWhatItIsButItsTokenOnlyOnce() throws SQLException {
    JsonObject made = make(Role.VIEWER, "2999-01-31T12:00:00Z");
    redeem(bob, made.getString("token"));
    JsonObject listed = alice.get("/" + id + "/links").items().get(0);
    assertThat(listed.getString("role")).isEqualTo("viewer");
    assertThat(listed.getString("expiresAt")).isEqualTo("2999-01-31T12:00:00Z");
    assertThat(listed.getLong("guests")).isEqualTo(1);
    assertThat(listed.containsKey("token")).isFalse();
    try (Connection connection = TestDatabase.connect();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT token_hash = sha256(convert_to('"
                    + made.getString("token")
                    + "', 'UTF8')) FROM quire_doc.document_link WHERE id = '"
                    + made.getString("id")
                    + "'")) {
      found.next();
      assertThat(found.getBoolean(1)).isTrue();
    }
  }

  @Test
  void whatNoLinkCanBeIsRefused() {
    for (JsonObject wrong :
        List.of(
            new JsonObject().put("role", "owner"),
            new JsonObject().put("role", "king"),
            new JsonObject().put("role", "viewer").put("expiresAt", "tomorrow"),
            new JsonObject().put("role", "viewer").put("expiresAt", "2020-01-01T00:00:00Z"),
            new JsonObject().put("role", "viewer").put("expiresAt", "+1000000-01-01T00:00:00Z"))) {
      assertThat(alice.post("/" + id + "/links", wrong).status()).as(wrong.encode()).isEqualTo(400);
    }
    assertThat(redeem(bob, "made up").status()).isEqualTo(404);
    assertThat(redeem(bob, "A".repeat(43)).status()).isEqualTo(404);
  }

  @Test
  void aDocumentHasABoundedNumberOfLinks() throws SQLException {
    execute(
        "INSERT INTO quire_doc.document_link (id, document, token_hash, role, created_by)"
            + " SELECT gen_random_uuid(), '"
            + id
            + "', uuid_send(gen_random_uuid()), 'viewer', '' FROM generate_series(1, "
            + ShareLinks.MAX_LINKS
            + ")");
    assertThat(alice.post("/" + id + "/links", new JsonObject().put("role", "viewer")).status())
        .isEqualTo(409);
  }

  @Test
  void aLinkGivesABoundedNumberOfPeopleItsRole() throws SQLException {
    JsonObject link = make(Role.VIEWER, null);
    execute(
        "INSERT INTO quire_doc.document_link_guest (link, user_id, document)"
            + " SELECT '"
            + link.getString("id")
            + "', 'guest ' || n, '"
            + id
            + "' FROM generate_series(1, "
            + ShareLinks.MAX_GUESTS
            + ") AS n");
    assertThat(redeem(bob, link.getString("token")).status()).isEqualTo(409);
    assertThat(bob.get("/" + id).status()).isEqualTo(404);
  }

  @Test
  void linksAreForQuiresOwnAccounts() {
    RestClient somebody = new RestClient(doc, external("eve", Map.of("*", Role.EDITOR)));
    assertThat(redeem(somebody, make(Role.VIEWER, null).getString("token")).status())
        .isEqualTo(403);
  }

  @Test
  void aDeletedDocumentCannotBeJoinedByLink() {
    String token = make(Role.VIEWER, null).getString("token");
    alice.delete("/" + id);
    assertThat(redeem(bob, token).status()).isEqualTo(404);
  }

  private JsonObject make(Role role, @Nullable String expiresAt) {
    Answer made =
        alice.post(
            "/" + id + "/links",
            new JsonObject().put("role", role.word()).put("expiresAt", expiresAt));
    assertThat(made.status()).isEqualTo(201);
    return made.json();
  }

  private static Answer redeem(RestClient who, String token) {
    return who.post("/api/v1/links/redeem", new JsonObject().put("token", token));
  }

  private static void letItBeOver(JsonObject link) throws SQLException {
    execute(
        "UPDATE quire_doc.document_link SET expires_at = now() WHERE id = '"
            + link.getString("id")
            + "'");
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = TestDatabase.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Role roleOfBob() {
    return doc.call(DocCalls.OPEN_DOCUMENT, new OpenDocument(account(bobId), id)).role();
  }

  private @Nullable Code roleNow(String userId) {
    return doc.failure(DocCalls.OPEN_DOCUMENT, new OpenDocument(account(userId), id));
  }

  private RightChanged right(long before, String userId, @Nullable Role role) {
    return new RightChanged(before + 1, document, userId, role);
  }

  private ReadRevocations.Page read(long after) {
    return doc.call(DocCalls.READ_REVOCATIONS, new ReadRevocations(after));
  }

  private long head() {
    return read(Long.MAX_VALUE).head();
  }

  private List<Revocation> entries(long after) {
    return read(after).entries();
  }
}
