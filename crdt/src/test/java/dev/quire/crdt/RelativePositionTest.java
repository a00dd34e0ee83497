package dev.quire.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.id.Id;
import dev.quire.crdt.id.RedoneLinks;
import dev.quire.crdt.undo.UndoManager;
import dev.quire.crdt.undo.UndoOptions;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RelativePositionTest {
  private final YDoc doc = new YDoc(DocOptions.DEFAULT.withClientId(1));
  private final YText text = doc.getText("t");

  private long indexOf(RelativePosition position) {
    AbsolutePosition absolute = Objects.requireNonNull(position.resolve(doc));
    assertThat(absolute.isIn(text)).isTrue();
    assertThat(absolute.type()).isEqualTo(text);
    return absolute.index();
  }

  @Test
  void aPlaceStaysBesideItsNeighbour() {
    text.insert(0, "abc");
    RelativePosition before = RelativePosition.of(text, 1, 0);
    RelativePosition behind = RelativePosition.of(text, 1, -1);
    text.insert(1, "xyz");
    assertThat(indexOf(before)).isEqualTo(4);
    assertThat(indexOf(behind)).isEqualTo(1);
  }

  @Test
  void theEndStaysTheEndAndTheBeginningTheBeginning() {
    text.insert(0, "abc");
    RelativePosition end = RelativePosition.of(text, 3);
    RelativePosition beginning = RelativePosition.of(text, 0, -1);
    text.insert(0, "x");
    text.insert(4, "y");
    assertThat(indexOf(end)).isEqualTo(5);
    assertThat(indexOf(beginning)).isEqualTo(0);
  }

  @Test
  void aPlaceInDeletedTextIsWhereTheTextWas() {
    text.insert(0, "abcdef");
    RelativePosition position = RelativePosition.of(text, 3);
    text.delete(2, 3);
    assertThat(indexOf(position)).isEqualTo(2);
  }

  @Test
  void linksLeadToWhatUndoingBroughtBack() {
    text.insert(0, "abc");
    RelativePosition position = RelativePosition.of(text, 1);
    text.delete(0, 3);
    text.insert(0, "__abc");
    RedoneLinks links = id -> id.equals(new Id(1, 0)) ? new Id(1, 5) : null;
    AbsolutePosition absolute = Objects.requireNonNull(position.resolve(doc, links));
    assertThat(absolute.index()).isEqualTo(3);
  }

  /** {@code testRelativePositionWithUndo} of yjs. */
  @Test
  void whoUndidFindsThePlaceAgainAndOthersFindWhereItWas() {
    text.insert(0, "hello world");
    RelativePosition position = RelativePosition.of(text, 1);
    UndoManager undo = new UndoManager(text, new UndoOptions(() -> 0));
    text.delete(0, 6);
    assertThat(indexOf(position)).isZero();
    undo.undo();
    assertThat(indexOf(position)).isEqualTo(1);
    AbsolutePosition others = Objects.requireNonNull(position.resolve(doc, RedoneLinks.NONE));
    assertThat(others.index()).isEqualTo(6);
    YDoc copy = new YDoc();
    copy.applyUpdate(doc.encodeStateAsUpdate());
    assertThat(Objects.requireNonNull(position.resolve(copy)).index()).isEqualTo(6);
  }

  @Test
  void aPlaceThatTheDocumentDoesNotKnowIsNone() {
    RelativePosition unknown = new RelativePosition(null, null, new Id(7, 7), 0);
    assertThat(unknown.resolve(doc)).isNull();
    assertThat(new RelativePosition(new Id(7, 7), null, null, 0).resolve(doc)).isNull();
    assertThat(new RelativePosition(null, "nobody", null, 0).resolve(doc)).isNull();
    assertThat(doc.rootNames()).containsExactly("t");
  }

  @Test
  void whatWentIsToldFromWhatIsThereAndFromWhatIsUnknown() {
    text.insert(0, "abcdef");
    YXmlElement paragraph = doc.getXmlFragment("x").append(NewType.xmlElement("p"));
    RelativePosition c = RelativePosition.of(text, 2);
    RelativePosition end = RelativePosition.of(paragraph, 0);
    assertThat(Objects.requireNonNull(c.resolve(doc)).isDeleted()).isFalse();
    assertThat(Objects.requireNonNull(end.resolve(doc)).isDeleted()).isFalse();
    text.delete(2, 1);
    doc.getXmlFragment("x").delete(0, 1);
    assertThat(Objects.requireNonNull(c.resolve(doc)).isDeleted()).isTrue();
    AbsolutePosition gone = end.resolve(doc);
    assertThat(gone == null || gone.isDeleted()).isTrue();
    assertThat(end.isKnown(doc)).isTrue();
    assertThat(new RelativePosition(null, null, new Id(7, 7), 0).isKnown(doc)).isFalse();
    assertThat(new RelativePosition(null, null, new Id(1, 900), 0).isKnown(doc)).isFalse();
    assertThat(new RelativePosition(null, "t", null, 0).isKnown(doc)).isTrue();
    assertThat(new RelativePosition(null, "nobody", null, 0).isKnown(doc)).isFalse();
  }

  @Test
  void bytesAndJsonComeBack() {
    RelativePosition root = new RelativePosition(null, "t", null, -1);
    assertThat(RelativePosition.decode(root.encode())).isEqualTo(root);
    assertThat(root.toJson()).isEqualTo(Map.of("tname", "t", "assoc", -1L));
    RelativePosition nested = new RelativePosition(new Id(5, 6), null, null, 0);
    assertThat(RelativePosition.decode(nested.encode())).isEqualTo(nested);
    assertThat(RelativePosition.fromJson(nested.toJson())).isEqualTo(nested);
    // Without a side, as older versions of yjs wrote it.
    assertThat(RelativePosition.decode(new byte[] {0, 5, 6}))
        .isEqualTo(new RelativePosition(null, null, new Id(5, 6), 0));
  }

  @Test
  void whatIsNoPositionIsRefused() {
    assertThatThrownBy(() -> RelativePosition.decode(new byte[] {3}))
        .isInstanceOf(MalformedUpdateException.class);
    assertThatThrownBy(() -> RelativePosition.decode(new byte[] {0, 1}))
        .isInstanceOf(MalformedUpdateException.class);
    assertThatThrownBy(() -> RelativePosition.fromJson(Map.of("item", "x")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RelativePosition.of(text, -1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void idsThatCannotBeAreRefused() {
    text.insert(0, "abc");
    for (long wrong : new long[] {-1, 1L << 53}) {
      assertThatThrownBy(
              () -> RelativePosition.fromJson(Map.of("item", Map.of("client", 1, "clock", wrong))))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(
              () -> RelativePosition.fromJson(Map.of("type", Map.of("client", wrong, "clock", 0))))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
