package dev.quire.doc.rest;

import static dev.quire.doc.RunningDoc.account;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.doc.RunningDoc;
import dev.quire.doc.database.TestDatabase;
import dev.quire.doc.revocation.RevocationStream;
import dev.quire.wire.DocumentId;
import dev.quire.wire.Role;
import dev.quire.wire.WireFailure.Code;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.EndSignIns;
import dev.quire.wire.doc.OpenDocument;
import dev.quire.wire.doc.ReadRevocations;
import dev.quire.wire.doc.Revocation;
import dev.quire.wire.doc.Revocation.DocumentDeleted;
import dev.quire.wire.doc.Revocation.RightChanged;
import dev.quire.wire.doc.Revocation.SignInEnded;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The stream of a running doc-service on a real PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RevocationStreamTest {
  private final RunningDoc doc = new RunningDoc();
  private final RestClient alice = new RestClient(doc, account(UUID.randomUUID().toString()));
  private final String bob = UUID.randomUUID().toString();
  private DocumentId document = new DocumentId(0, 0);
  private long before;

  @BeforeEach
  void createADocumentWithBob() {
    String id = alice.post("", new JsonObject().put("title", "Notes")).json().getString("id");
    document = DocumentId.parse(id).orElseThrow();
    give(Role.EDITOR);
    before = head();
  }

  @AfterAll
  void close() {
    doc.close();
  }

  @Test
  void holdsEachChangeOfARightAndTheDeletionOfADocumentInOrder() {
    give(Role.EDITOR);
    give(Role.VIEWER);
    alice.delete("/" + document + "/members/" + bob);
    alice.delete("/" + document);

    assertThat(entries(before))
        .containsExactly(
            new RightChanged(before + 1, document, bob, Role.VIEWER),
            new RightChanged(before + 2, document, bob, null),
            new DocumentDeleted(before + 3, document));
    assertThat(head()).isEqualTo(before + 3);
  }

  @Test
  void holdsTheSignInsThatAuthServiceSaysAreOver() {
    long head =
        doc.call(DocCalls.END_SIGN_INS, new EndSignIns(List.of("sign-in-1", "sign-in-2"))).head();

    assertThat(head).isEqualTo(before + 2);
    assertThat(entries(before))
        .containsExactly(
            new SignInEnded(before + 1, "sign-in-1"), new SignInEnded(before + 2, "sign-in-2"));
    assertThat(doc.failure(DocCalls.END_SIGN_INS, new EndSignIns(List.of())))
        .isEqualTo(Code.INVALID);
  }

  @Test
  void holdsTheKeysThatAuthServiceSaysAreRevoked() {
    doc.call(DocCalls.END_SIGN_INS, new EndSignIns(List.of("sign-in-1"), List.of("k1")));
    assertThat(entries(before))
        .containsExactly(
            new SignInEnded(before + 1, "sign-in-1"), new Revocation.KeyRevoked(before + 2, "k1"));
  }

  @Test
  void saysUpToWhereARightIsKnownWithTheRight() {
    OpenDocument question = new OpenDocument(account(bob), document.toString());
    assertThat(doc.call(DocCalls.OPEN_DOCUMENT, question).asOf()).isEqualTo(before);
    give(Role.VIEWER);
    assertThat(doc.call(DocCalls.OPEN_DOCUMENT, question))
        .isEqualTo(new OpenDocument.Access(document, Role.VIEWER, before + 1));
  }

  /**
   * A number that is given but not committed must hold up those after it, or be skipped for ever.
   */
  @Test
  void showsNoEntryBeforeAllThatComeBeforeIt() throws SQLException {
    try (Connection slow = TestDatabase.connect();
        Statement statement = slow.createStatement()) {
      slow.setAutoCommit(false);
      statement.execute("SELECT quire_doc.revoke_right(NULL, 'slow', NULL)");
      Future<EndSignIns.Ended> quick =
          doc.ask(DocCalls.END_SIGN_INS, new EndSignIns(List.of("quick")));
      TestDatabase.awaitWaiting(1);
      assertThat(head()).isEqualTo(before);
      slow.commit();
      assertThat(RunningDoc.join(quick).head()).isEqualTo(before + 2);
    }
    assertThat(entries(before))
        .containsExactly(new SignInEnded(before + 1, "slow"), new SignInEnded(before + 2, "quick"));
  }

  @Test
  void givesNumbersWithoutAGapWhateverHappensAtTheSameTime() {
    List<Future<EndSignIns.Ended>> all =
        IntStream.range(0, 40)
            .mapToObj(i -> doc.ask(DocCalls.END_SIGN_INS, new EndSignIns(List.of("many-" + i))))
            .toList();
    all.forEach(RunningDoc::join);

    assertThat(entries(before))
        .extracting(Revocation::number)
        .containsExactlyElementsOf(
            LongStream.rangeClosed(before + 1, before + 40).boxed().toList());
  }

  @Test
  void isReadInPages() {
    List<String> many = IntStream.range(0, 600).mapToObj(i -> "page-" + i).toList();
    doc.call(DocCalls.END_SIGN_INS, new EndSignIns(many));
    ReadRevocations.Page first = read(before);
    assertThat(first.entries()).hasSize(ReadRevocations.PAGE);
    assertThat(first.head()).isEqualTo(before + 600);
    assertThat(entries(before)).hasSize(600);
  }

  @Test
  void saysWhatItHasForgotten() throws SQLException {
    doc.call(DocCalls.END_SIGN_INS, new EndSignIns(List.of("old")));
    try (Connection connection = TestDatabase.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "UPDATE quire_doc.revocation SET at = at - interval '3 hours' WHERE number <= "
              + (before + 1));
    }
    doc.call(DocCalls.END_SIGN_INS, new EndSignIns(List.of("young")));
    RevocationStream stream = new RevocationStream(TestDatabase.open(doc.vertx(), 1).owners());
    assertThat(RunningDoc.join(stream.sweep())).isPositive();

    ReadRevocations.Page page = read(0);
    assertThat(page.forgottenThrough()).isEqualTo(before + 1);
    assertThat(page.entries()).containsExactly(new SignInEnded(before + 2, "young"));
  }

  private void give(Role role) {
    alice.put("/" + document + "/members/" + bob, new JsonObject().put("role", role.word()));
  }

  private ReadRevocations.Page read(long after) {
    return doc.call(DocCalls.READ_REVOCATIONS, new ReadRevocations(after));
  }

  private long head() {
    return read(Long.MAX_VALUE).head();
  }

  private List<Revocation> entries(long after) {
    List<Revocation> entries = new ArrayList<>();
    long position = after;
    List<Revocation> next = read(position).entries();
    while (!next.isEmpty()) {
      entries.addAll(next);
      position = next.get(next.size() - 1).number();
      next = read(position).entries();
    }
    return entries;
  }
}
