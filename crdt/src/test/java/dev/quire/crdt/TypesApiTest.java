package dev.quire.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.crdt.event.DeltaOp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What of the shared types of yjs is neither reading nor writing single values. */
class TypesApiTest {
  private final YDoc doc = new YDoc(DocOptions.DEFAULT.withClientId(1));

  @Test
  void arraysAreCutAndExtendedAsInJavaScript() {
    YArray array = doc.getArray("a");
    array.push(List.of(2, 3));
    array.unshift(List.of(1));
    assertThat(array.slice(1, 3)).containsExactly(2L, 3L);
    assertThat(array.slice(-2, array.length())).containsExactly(2L, 3L);
    assertThat(array.slice(0, -1)).containsExactly(1L, 2L);
    assertThat(array.slice(2, 1)).isEmpty();
    assertThat(array).containsExactly(1L, 2L, 3L);
  }

  @Test
  void mapsListTheirKeysInTheOrderInWhichTheyWereFirstSet() {
    YMap map = doc.getMap("m");
    for (String key : List.of("z", "b", "q", "a")) {
      map.set(key, key);
    }
    map.set("b", "again");
    List<String> entries = new ArrayList<>();
    map.forEach((key, value) -> entries.add(key + "=" + value));
    assertThat(entries).containsExactly("z=z", "b=again", "q=q", "a=a");
    assertThat(map.values()).containsExactly("z", "again", "q", "a");
  }

  @Test
  void xmlIsWalkedInTheOrderOfTheDocument() {
    YXmlFragment fragment = doc.getXmlFragment("x");
    YXmlElement first = fragment.append(NewType.xmlElement("P"));
    YXmlText text = first.append(NewType.xmlText());
    YXmlElement inner = first.append(NewType.xmlElement("b"));
    YXmlElement last = fragment.append(NewType.xmlElement("p"));
    YXmlElement between = fragment.insertAfter(first, NewType.xmlElement("hr"));
    assertThat(fragment.createTreeWalker(node -> true))
        .containsExactly(first, text, inner, between, last);
    assertThat(fragment.querySelectorAll("p")).containsExactly(first, last);
    assertThat(fragment.querySelector("B")).isEqualTo(inner);
    assertThat(fragment.querySelector("none")).isNull();
    assertThat(fragment.firstChild()).isEqualTo(first);
    assertThat(first.nextSibling()).isEqualTo(between);
    assertThat(last.prevSibling()).isEqualTo(between);
    assertThat(text.nextSibling()).isEqualTo(inner);
    assertThat(text.prevSibling()).isNull();
    assertThat(inner.parent()).isEqualTo(first);
    assertThat(fragment.parent()).isNull();
    assertThatThrownBy(() -> fragment.insertAfter(inner, NewType.xmlText()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aCopyHoldsAllThatTheOriginalHolds() {
    YMap original = doc.getMap("m").create("original", NewType.map());
    original.set("k", List.of(1, 2));
    YArray list = original.create("list", NewType.array());
    list.push(List.of("before"));
    list.create(1, NewType.text()).insert(0, "bold", Map.of("b", true));
    list.push(List.of("after"));
    YXmlElement element = original.create("xml", NewType.xmlElement("p"));
    element.setAttribute("class", "x");
    element.append(NewType.xmlText()).insert(0, "text");
    YType copy = doc.getMap("m").create("copy", NewType.copyOf(original));
    assertThat(copy.toJson()).isEqualTo(original.toJson());
    list.delete(0, 3);
    assertThat(copy.toJson()).isNotEqualTo(original.toJson());
    doc.check();
  }

  @Test
  void aNewTypeIsFilledInTheSameTransaction() {
    List<Object> told = new ArrayList<>();
    doc.onUpdate(event -> told.add(event.origin()));
    YText text =
        doc.getMap("m").create("t", NewType.text().filledWith(made -> made.insert(0, "abc")));
    assertThat(text).hasToString("abc");
    assertThat(told).hasSize(1);
  }

  @Test
  void typesStandInTextsLikeEmbeddedObjects() {
    YText text = doc.getText("t");
    text.insert(0, "ab");
    YMap map = text.createEmbed(1, NewType.map(), Map.of("b", true));
    assertThat(text.toDelta().get(1)).isEqualTo(new DeltaOp.Insert(map, Map.of("b", true)));
    text.insertEmbed(0, Map.of("image", "a.png"));
    assertThat(text.length()).isEqualTo(4);
  }

  @Test
  void aDeltaLosesItsLastLineBreakIfToldTo() {
    List<DeltaOp> delta = List.of(new DeltaOp.Insert("line\n", Map.of()));
    doc.getText("kept").applyDelta(delta);
    doc.getText("dropped").applyDelta(delta, false);
    assertThat(doc.getText("kept")).hasToString("line\n");
    assertThat(doc.getText("dropped")).hasToString("line");
  }

  @Test
  void aDocumentIsReadAsAWhole() {
    doc.getText("t").insert(0, "x");
    doc.getArray("a").add(1);
    assertThat(doc.toJson()).isEqualTo(Map.of("t", "x", "a", List.of(1L)));
  }
}
