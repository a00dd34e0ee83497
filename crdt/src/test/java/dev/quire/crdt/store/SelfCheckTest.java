package dev.quire.crdt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.crdt.content.ContentString;
import dev.quire.crdt.struct.Branch;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Tests rely on a broken document being noticed by itself: after each transaction of theirs. */
class SelfCheckTest {
  @Test
  void assertionsAreEnabledWhereTestsRun() {
    assertThat(SelfCheck.class.desiredAssertionStatus()).isTrue();
  }

  @Test
  void aBrokenDocumentIsNoticedAtTheEndOfTheTransaction() {
    DocumentStore store = new DocumentStore(true);
    Branch branch = store.structs().root("t");
    store.transact(
        null, true, change -> new Author(change, 1).insert(branch, null, null, content()));
    assertThatThrownBy(() -> store.transact(null, true, change -> branch.addLength(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("document is broken");
  }

  @Test
  void aBrokenDocumentIsNoticedAfterAnUpdate() {
    DocumentStore store = new DocumentStore(true);
    store.structs().root("t").addLength(1);
    byte[] update = HexFormat.of().parseHex("01010100" + "04010174016100");
    assertThatThrownBy(() -> store.applyUpdate(update, null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("document is broken");
  }

  private static ContentString content() {
    return new ContentString("a");
  }
}
