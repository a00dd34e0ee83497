package dev.quire.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.crdt.event.DeltaOp;
import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.id.IdSet;
import dev.quire.crdt.id.StateVector;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotTest {
  private static final DocOptions KEEPING = DocOptions.DEFAULT.withClientId(1).withGc(false);

  @Test
  void aDocumentAtASnapshotHoldsWhatItHeldThen() {
    YDoc doc = new YDoc(KEEPING);
    doc.getText("t").insert(0, "world!");
    Snapshot then = doc.snapshot();
    doc.getText("t").insert(0, "hello ");
    doc.getText("t").delete(8, 2);
    assertThat(doc.documentAt(then).getText("t").toString()).isEqualTo("world!");
    assertThat(doc.getText("t").toDelta(then))
        .containsExactly(new DeltaOp.Insert("world!", Map.of()));
    assertThat(doc.documentAt(Snapshot.EMPTY).getText("t").toString()).isEmpty();
  }

  @Test
  void whatChangedBetweenTwoSnapshotsIsMarked() {
    YDoc doc = new YDoc(KEEPING);
    doc.getText("t").insert(0, "abc");
    Snapshot then = doc.snapshot();
    doc.getText("t").delete(1, 1);
    doc.getText("t").insert(2, "d");
    Map<String, Object> added = Map.of("user", 1L, "type", "added");
    Map<String, Object> removed = Map.of("user", 1L, "type", "removed");
    assertThat(doc.getText("t").toDelta(doc.snapshot(), then, ChangeMark.WITH_CLIENT))
        .containsExactly(
            new DeltaOp.Insert("a", Map.of()),
            new DeltaOp.Insert("b", Map.of("ychange", removed)),
            new DeltaOp.Insert("c", Map.of()),
            new DeltaOp.Insert("d", Map.of("ychange", added)));
  }

  @Test
  void ofValuesThatBecameOneItemEachHasItsMoment() {
    YDoc doc = new YDoc(KEEPING);
    YMap map = doc.getMap("m");
    map.set("k", 1);
    Snapshot one = doc.snapshot();
    map.set("k", 2);
    Snapshot two = doc.snapshot();
    map.delete("k");
    YArray array = doc.getArray("a");
    array.add(1);
    Snapshot three = doc.snapshot();
    array.add(2);
    assertThat(map.get("k", one)).isEqualTo(1L);
    assertThat(map.toMap(two)).isEqualTo(Map.of("k", 2L));
    assertThat(map.toMap(three)).isEmpty();
    assertThat(array.toList(three)).isEqualTo(List.of(1L));
  }

  @Test
  void collectedContentIsMissedWithATypedError() {
    YDoc doc = new YDoc(KEEPING.withGc(true));
    doc.getText("t").insert(0, "abc");
    Snapshot then = doc.snapshot();
    assertThat(doc.getText("t").toDelta(then)).hasSize(1);
    doc.getText("t").delete(0, 1);
    assertThatThrownBy(() -> doc.getText("t").toDelta(then))
        .isInstanceOf(SnapshotException.class)
        .hasMessageContaining("gc off");
    assertThatThrownBy(() -> doc.documentAt(then)).isInstanceOf(SnapshotException.class);
  }

  @Test
  void aSnapshotOfAnotherDocumentIsRefused() {
    YDoc doc = new YDoc(KEEPING);
    doc.getText("t").insert(0, "abc");
    YDoc other = new YDoc(KEEPING);
    assertThatThrownBy(() -> other.documentAt(doc.snapshot()))
        .isInstanceOf(SnapshotException.class);
  }

  @Test
  void readingAtASnapshotThatCutsACharacterLeavesTheDocumentWhole() {
    YDoc doc = new YDoc(KEEPING);
    doc.getText("t").insert(0, "a😀b");
    Snapshot half = new Snapshot(StateVector.of(Map.of(1L, 2L)), new IdSet());
    assertThat(doc.getText("t").toDelta(half))
        .containsExactly(new DeltaOp.Insert("a\ufffd", Map.of()));
    assertThat(doc.documentAt(half).getText("t").toString()).isEqualTo("a\ufffd");
    assertThat(doc.getText("t").toString()).isEqualTo("a😀b");
  }

  @Test
  void updatesAreContainedOrNot() {
    YDoc doc = new YDoc(KEEPING);
    doc.getText("t").insert(0, "abc");
    byte[] first = doc.encodeStateAsUpdate();
    Snapshot then = doc.snapshot();
    doc.getText("t").delete(0, 1);
    assertThat(then.containsUpdate(first)).isTrue();
    assertThat(then.containsUpdate(doc.encodeStateAsUpdate())).isFalse();
    assertThat(then.containsUpdateV2(doc.encodeStateAsUpdateV2())).isFalse();
    assertThat(doc.snapshot().containsUpdateV2(doc.encodeStateAsUpdateV2())).isTrue();
  }

  @Test
  void truncatedSnapshotsAreRefused() {
    YDoc doc = new YDoc(KEEPING);
    doc.getText("t").insert(0, "abcdef");
    doc.getText("t").delete(1, 2);
    byte[] v1 = doc.snapshot().encode();
    byte[] v2 = doc.snapshot().encodeV2();
    for (int size = 0; size < v1.length; size++) {
      byte[] cut = Arrays.copyOf(v1, size);
      byte[] cut2 = Arrays.copyOf(v2, size);
      assertThatThrownBy(() -> Snapshot.decode(cut)).isInstanceOf(MalformedUpdateException.class);
      assertThatThrownBy(() -> Snapshot.decodeV2(cut2))
          .isInstanceOf(MalformedUpdateException.class);
    }
  }
}
