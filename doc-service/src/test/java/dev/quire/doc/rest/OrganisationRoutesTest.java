package dev.quire.doc.rest;

import static dev.quire.doc.RunningDoc.account;
import static dev.quire.doc.RunningDoc.external;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.doc.RunningDoc;
import dev.quire.doc.database.TestDatabase;
import dev.quire.doc.organisation.OrganisationMembers;
import dev.quire.doc.rest.RestClient.Answer;
import dev.quire.wire.Role;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireFailure.Code;
import dev.quire.wire.auth.AuthCalls;
import dev.quire.wire.auth.AuthCalls.FoundUser;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.OpenDocument;
import dev.quire.wire.doc.ReadRevocations;
import dev.quire.wire.doc.Revocation;
import dev.quire.wire.doc.Revocation.OrganisationChanged;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Organisations: who belongs, what that is worth, and what happens when it changes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OrganisationRoutesTest {
  private static final String ALL = "/api/v1/organisations";

  private final RunningDoc doc = new RunningDoc();
  private String adminId = "";
  private String bobId = "";
  private RestClient admin = new RestClient(doc, account("nobody"));
  private RestClient bob = admin;
  private String organisation = "";
  private String id = "";

  @BeforeAll
  void knowBobByHisAddress() {
    RunningDoc.join(
        doc.bus()
            .answer(
                AuthCalls.FIND_USER,
                find ->
                    find.email().equals("bob@example.org")
                        ? Future.succeededFuture(new FoundUser(bobId, "Bob"))
                        : Future.failedFuture(new WireFailure(Code.NOT_FOUND, "nobody")))
            .completion());
  }

  @BeforeEach
  void createAnOrganisationWithADocument() {
    adminId = UUID.randomUUID().toString();
    bobId = UUID.randomUUID().toString();
    admin = new RestClient(doc, account(adminId));
    bob = new RestClient(doc, account(bobId));
    organisation =
        admin
            .post(ALL, new JsonObject().put("name", "Works").put("defaultRole", "editor"))
            .json()
            .getString("id");
    id = documentIn(admin, organisation).json().getString("id");
  }

  @AfterAll
  void close() {
    doc.close();
  }

  @Test
  void membersHaveTheDefaultRoleOnEachDocumentAndGuestsHaveNothingByBelonging() {
    assertThat(roleOfBob()).isNull();
    belong("guest");
    assertThat(roleOfBob()).isNull();
    belong("member");
    assertThat(roleOfBob()).isEqualTo(Role.EDITOR);
    belong("admin");
    assertThat(roleOfBob()).isEqualTo(Role.EDITOR);
    setDefault("viewer");
    assertThat(roleOfBob()).isEqualTo(Role.VIEWER);
    setDefault(null);
    assertThat(roleOfBob()).isNull();
  }

  @Test
  void theHighestRoleCounts() {
    belong("member");
    admin.put("/" + id + "/members/" + bobId, new JsonObject().put("role", "viewer"));
    assertThat(roleOfBob()).isEqualTo(Role.EDITOR);
    setDefault("viewer");
    admin.put("/" + id + "/members/" + bobId, new JsonObject().put("role", "commenter"));
    assertThat(roleOfBob()).isEqualTo(Role.COMMENTER);
    admin.delete("/" + id + "/members/" + bobId);
    assertThat(roleOfBob()).isEqualTo(Role.VIEWER);
  }

  @Test
  void anOpenedDocumentSaysWhoseItIs() {
    belong("member");
    assertThat(open().organisation()).isEqualTo(organisation);
    String own = bob.create("His own");
    assertThat(
            doc.call(DocCalls.OPEN_DOCUMENT, new OpenDocument(account(bobId), own)).organisation())
        .isEmpty();
  }

  @Test
  void eachChangeIsOneEntryHoweverManyDocumentsThereAre() {
    documentIn(admin, organisation);
    long before = head();
    belong("member");
    belong("member");
    setDefault("viewer");
    setDefault("viewer");
    admin.patch(ALL + "/" + organisation, new JsonObject().put("name", "Renamed"));
    admin.delete(members() + "/" + bobId);
    assertThat(entries(before))
        .containsExactly(
            new OrganisationChanged(before + 1, organisation, bobId),
            new OrganisationChanged(before + 2, organisation, ""),
            new OrganisationChanged(before + 3, organisation, bobId));
  }

  @Test
  void whoBelongsIsDecidedByAdminsAndSeenByMembers() {
    Answer invited =
        admin.post(
            members(), new JsonObject().put("email", "bob@example.org").put("role", "member"));
    assertThat(invited.status()).isEqualTo(201);
    assertThat(bob.get(members()).items())
        .extracting(member -> member.getString("userId") + " " + member.getString("role"))
        .containsExactlyInAnyOrder(adminId + " admin", bobId + " member");
    String other = members() + "/" + UUID.randomUUID();
    JsonObject role = new JsonObject().put("role", "guest");
    assertThat(bob.put(other, role).status()).isEqualTo(403);
    assertThat(bob.delete(members() + "/" + adminId).status()).isEqualTo(403);
    assertThat(bob.patch(ALL + "/" + organisation, new JsonObject().put("name", "x")).status())
        .isEqualTo(403);
    belong("guest");
    assertThat(bob.get(members()).status()).isEqualTo(403);
    assertThat(bob.get(ALL + "/" + organisation).json().getString("role")).isEqualTo("guest");
    assertThat(bob.delete(members() + "/" + bobId).status()).isEqualTo(204);
    assertThat(bob.get(ALL + "/" + organisation).status()).isEqualTo(404);
  }

  @Test
  void toStrangersThereIsNoOrganisation() {
    for (Answer answer :
        List.of(
            bob.get(ALL + "/" + organisation),
            bob.get(members()),
            bob.put(members() + "/" + bobId, new JsonObject().put("role", "admin")),
            bob.delete(members() + "/" + bobId),
            bob.patch(ALL + "/" + organisation, new JsonObject().put("name", "x")),
            documentIn(bob, organisation),
            documentIn(bob, UUID.randomUUID().toString()))) {
      assertThat(answer.status()).isEqualTo(404);
    }
    assertThat(bob.get(ALL).items()).isEmpty();
    assertThat(bob.get("?organisation=" + organisation).items()).isEmpty();
  }

  @Test
  void guestsMakeNoDocumentsInIt() {
    belong("guest");
    assertThat(documentIn(bob, organisation).status()).isEqualTo(404);
    belong("member");
    assertThat(documentIn(bob, organisation).status()).isEqualTo(201);
  }

  @Test
  void theLastAdminStays() {
    assertThat(admin.delete(members() + "/" + adminId).status()).isEqualTo(409);
    assertThat(
            admin.put(members() + "/" + adminId, new JsonObject().put("role", "member")).status())
        .isEqualTo(409);
    belong("admin");
    assertThat(admin.delete(members() + "/" + adminId).status()).isEqualTo(204);
  }

  @Test
  void documentsAreListedAndFoundByTheirOrganisation() {
    String own = bob.create("Bob's own");
    belong("member");
    assertThat(bob.get("").items())
        .extracting(item -> item.getString("id"))
        .containsExactlyInAnyOrder(own, id);
    assertThat(bob.get("?organisation=" + organisation).items())
        .extracting(item -> item.getString("id") + " " + item.getString("role"))
        .containsExactly(id + " editor");
    assertThat(bob.get("?organisation=" + organisation + "&q=works").items())
        .extracting(item -> item.getString("organisation"))
        .containsExactly(organisation);
    assertThat(bob.get("?q=own&organisation=" + organisation).items()).isEmpty();
    setDefault(null);
    assertThat(bob.get("?organisation=" + organisation).items()).isEmpty();
    assertThat(bob.get("?organisation=7").status()).isEqualTo(400);
  }

  @Test
  void pagesOfDocumentsHoldEachOfThemOnce() {
    belong("member");
    admin.put("/" + id + "/members/" + bobId, new JsonObject().put("role", "viewer"));
    String second = documentIn(admin, organisation).json().getString("id");
    String third = bob.create("Bob's own");
    Answer first = bob.get("?limit=2");
    assertThat(first.items())
        .extracting(item -> item.getString("id"))
        .containsExactly(third, second);
    Answer rest = bob.get("?limit=2&cursor=" + first.json().getString("nextCursor"));
    assertThat(rest.items()).extracting(item -> item.getString("id")).containsExactly(id);
    assertThat(rest.json().getString("nextCursor")).isNull();
  }

  @Test
  void listsComeInPages() {
    admin.post(ALL, new JsonObject().put("name", "Second"));
    Answer first = admin.get(ALL + "?limit=1");
    assertThat(first.items()).extracting(item -> item.getString("name")).containsExactly("Second");
    Answer second = admin.get(ALL + "?limit=1&cursor=" + first.json().getString("nextCursor"));
    assertThat(second.items()).extracting(item -> item.getString("name")).containsExactly("Works");
    assertThat(second.json().getString("nextCursor")).isNull();

    belong("member");
    Answer people = admin.get(members() + "?limit=1");
    assertThat(people.items()).hasSize(1);
    assertThat(
            admin
                .get(members() + "?limit=1&cursor=" + people.json().getString("nextCursor"))
                .items())
        .hasSize(1)
        .doesNotContainAnyElementsOf(people.items());
  }

  @Test
  void anOrganisationHasABoundedNumberOfPeople() throws SQLException {
    execute(
        "INSERT INTO quire_doc.organisation_member (organisation, user_id, kind) SELECT '"
            + organisation
            + "', 'somebody ' || n, 'guest' FROM generate_series(2, "
            + OrganisationMembers.MAX_MEMBERS
            + ") AS n");
    assertThat(admin.put(members() + "/" + bobId, new JsonObject().put("role", "guest")).status())
        .isEqualTo(409);
  }

  @Test
  void whatNoOrganisationCanBeIsRefused() {
    for (JsonObject wrong :
        List.of(
            new JsonObject(),
            new JsonObject().put("name", " "),
            new JsonObject().put("name", "x".repeat(201)),
            new JsonObject().put("name", "x").put("defaultRole", "owner"))) {
      assertThat(admin.post(ALL, wrong).status()).as(wrong.encode()).isEqualTo(400);
    }
    assertThat(admin.put(members() + "/" + bobId, new JsonObject().put("role", "owner")).status())
        .isEqualTo(400);
    assertThat(
            new RestClient(doc, external("eve", Map.of("*", Role.EDITOR)))
                .post(ALL, new JsonObject().put("name", "x"))
                .status())
        .isEqualTo(403);
  }

  private static Answer documentIn(RestClient who, String organisation) {
    return who.post(
        "", new JsonObject().put("title", "Works plan").put("organisation", organisation));
  }

  private String members() {
    return ALL + "/" + organisation + "/members";
  }

  private void belong(String kind) {
    assertThat(admin.put(members() + "/" + bobId, new JsonObject().put("role", kind)).status())
        .isEqualTo(200);
  }

  private void setDefault(@Nullable String role) {
    Answer changed =
        admin.patch(ALL + "/" + organisation, new JsonObject().put("defaultRole", role));
    assertThat(changed.json().getString("defaultRole")).isEqualTo(role);
  }

  private OpenDocument.Access open() {
    return doc.call(DocCalls.OPEN_DOCUMENT, new OpenDocument(account(bobId), id));
  }

  private @Nullable Role roleOfBob() {
    boolean none =
        doc.failure(DocCalls.OPEN_DOCUMENT, new OpenDocument(account(bobId), id)) == Code.NOT_FOUND;
    return none ? null : open().role();
  }

  private long head() {
    return doc.call(DocCalls.READ_REVOCATIONS, new ReadRevocations(Long.MAX_VALUE)).head();
  }

  private List<Revocation> entries(long after) {
    return doc.call(DocCalls.READ_REVOCATIONS, new ReadRevocations(after)).entries();
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = TestDatabase.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
