package dev.quire.doc.document;

import static dev.quire.doc.RunningDoc.account;
import static dev.quire.doc.RunningDoc.external;
import static dev.quire.doc.RunningDoc.join;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.doc.RunningDoc;
import dev.quire.wire.Principal;
import dev.quire.wire.Role;
import dev.quire.wire.WireFailure.Code;
import dev.quire.wire.doc.DocCalls;
import dev.quire.wire.doc.OpenDocument;
import dev.quire.wire.doc.OpenDocument.Access;
import dev.quire.wire.doc.ReadHead;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenDocumentTest {
  private final RunningDoc doc = new RunningDoc();
  private final String name = "notes-" + UUID.randomUUID();
  private final Principal editor = external("ed", Map.of("notes-*", Role.EDITOR));

  @BeforeAll
  void isReady() {
    assertThat(doc.health().isReady()).isTrue();
  }

  @AfterAll
  void close() {
    doc.close();
  }

  private Access open(Principal principal, String reference) {
    return doc.call(DocCalls.OPEN_DOCUMENT, new OpenDocument(principal, reference));
  }

  private void assertNotFound(Principal principal, String reference) {
    assertThat(doc.failure(DocCalls.OPEN_DOCUMENT, new OpenDocument(principal, reference)))
        .as("%s by %s", reference, principal.userId())
        .isEqualTo(Code.NOT_FOUND);
  }

  @Test
  void theFirstEditorToOpenANameCreatesTheDocument() {
    Access created = open(editor, name);

    assertThat(created.role()).isEqualTo(Role.EDITOR);
    assertThat(created.document().toUuid().version()).isEqualTo(7);
    assertThat(created.document().toUuid().variant()).isEqualTo(2);
    assertThat(open(editor, name)).isEqualTo(created);
    assertThat(open(editor, created.document().toString())).isEqualTo(created);
    assertThat(doc.call(DocCalls.READ_HEAD, new ReadHead(created.document())).lastRevision())
        .isZero();
  }

  @Test
  void ofManyFirstEditorsAtOnceAllOpenTheSameDocument() {
    for (int round = 0; round < 10; round++) {
      String contested = "notes-" + UUID.randomUUID();
      List<Future<Access>> opened =
          IntStream.range(0, 12)
              .mapToObj(i -> doc.ask(DocCalls.OPEN_DOCUMENT, new OpenDocument(editor, contested)))
              .toList();

      assertThat(opened)
          .map(access -> join(access).document())
          .containsOnly(open(editor, contested).document());
    }
  }

  @Test
  void whoMayNotEditCreatesNothing() {
    String wanted = "notes-" + UUID.randomUUID();

    assertNotFound(external("v", Map.of("*", Role.VIEWER)), wanted);
    assertNotFound(external("c", Map.of("*", Role.COMMENTER)), wanted);
    assertNotFound(external("o", Map.of("other-*", Role.OWNER)), wanted);
    assertNotFound(external("n", Map.of()), wanted);
    assertNotFound(account("someone"), wanted);
  }

  @Test
  void aGrantGivesItsRoleOnWhatExists() {
    Access created = open(editor, "notes-granted-" + UUID.randomUUID());
    String id = created.document().toString();

    assertThat(open(external("v", Map.of("notes-granted-*", Role.VIEWER)), id).role())
        .isEqualTo(Role.VIEWER);
    assertNotFound(external("x", Map.of("letters-*", Role.OWNER)), id);
  }

  @Test
  void anAccountOpensNothingOfTheExternalRealm() {
    Access created = open(editor, name);

    assertNotFound(account("ed"), name);
    assertNotFound(account("ed"), created.document().toString());
  }

  @Test
  void namesThatCannotBeAreNotFound() {
    Principal all = external("all", Map.of("*", Role.OWNER));

    assertNotFound(all, "");
    assertNotFound(all, "a\0b");
    assertNotFound(all, "x".repeat(256));
    assertNotFound(all, "\ud800");
  }
}
