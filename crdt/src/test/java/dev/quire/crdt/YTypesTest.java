package dev.quire.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.crdt.event.DeltaOp;
import dev.quire.crdt.id.Subdocument;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class YTypesTest {
  private final YDoc alice = new YDoc(DocOptions.DEFAULT.withClientId(1));
  private final YDoc bob = new YDoc(DocOptions.DEFAULT.withClientId(2));

  @Test
  void what_is_typed_has_the_bytes_of_yjs() {
    YText text = alice.getText("t");
    text.insert(0, "abc");
    text.format(0, 2, Map.of("bold", true));
    alice.getMap("m").set("k", 5);
    assertThat(HexFormat.of().formatHex(alice.encodeStateAsUpdate()))
        .isEqualTo(
            "010501000401017402616284010101634601000"
                + "4626f6c640474727565"
                + "c60101010204626f6c64046e756c6c2801016d016b017d0500");
  }

  @Test
  void concurrent_edits_of_a_text_both_stay() {
    alice.getText("t").insert(0, "hello world");
    sync();
    alice.getText("t").insert(5, ",");
    bob.getText("t").delete(0, 5);
    bob.getText("t").insert(0, "goodbye");
    sync();
    assertThat(alice.getText("t")).hasToString(",goodbye world");
    assertConverged();
  }

  @Test
  void formatting_is_read_back_as_a_delta() {
    YText text = alice.getText("t");
    text.insert(0, "plain bold both italic");
    text.format(6, 9, Map.of("b", true));
    text.format(11, 11, Map.of("i", "yes"));
    text.insert(10, "er");
    text.insertEmbed(0, Map.of("image", "x.png"), Map.of());
    assertThat(text.toDelta())
        .containsExactly(
            insert(Map.of("image", "x.png"), Map.of()),
            insert("plain ", Map.of()),
            insert("bolder ", Map.of("b", true)),
            insert("both", Map.of("b", true, "i", "yes")),
            insert(" italic", Map.of("i", "yes")));
    text.format(0, text.length(), end("b", "i"));
    assertThat(text.toDelta())
        .containsExactly(
            insert(Map.of("image", "x.png"), Map.of()),
            insert("plain bolder both italic", Map.of()));
    sync();
    assertConverged();
  }

  @Test
  void a_delta_is_applied_from_the_beginning() {
    YText text = alice.getText("t");
    text.applyDelta(List.of(insert("one two", Map.of())));
    text.applyDelta(
        List.of(
            new DeltaOp.Retain(4, Map.of("b", true)),
            insert("and ", Map.of()),
            new DeltaOp.Delete(2),
            insert("f", Map.of("i", true))));
    assertThat(text.toDelta())
        .containsExactly(
            insert("one ", Map.of("b", true)),
            insert("and ", Map.of()),
            insert("f", Map.of("i", true)),
            insert("o", Map.of()));
  }

  @Test
  void deleting_formatted_text_takes_its_marks_along() {
    YText text = alice.getText("t");
    text.insert(0, "ab");
    text.insert(1, "x", Map.of("b", true));
    text.delete(1, 1);
    assertThat(text.toDelta()).containsExactly(insert("ab", Map.of()));
    // Two visible items, and nothing but deleted ones between them.
    assertThat(alice.deleteSet().contains(1, 2)).isTrue();
    assertThat(alice.deleteSet().contains(1, 3)).isTrue();
    assertThat(alice.deleteSet().contains(1, 4)).isTrue();
  }

  @Test
  void half_of_a_surrogate_pair_becomes_a_replacement_character() {
    alice.getText("t").insert(0, "a\uD83D\uDE00b");
    alice.getText("t").delete(1, 1);
    assertThat(alice.getText("t")).hasToString("a\uFFFDb");
    sync();
    assertConverged();
  }

  @Test
  void arrays_hold_values_and_types() {
    YArray array = alice.getArray("a");
    array.insert(0, Arrays.asList(1, "two", null, true, List.of(3.5)));
    YMap map = array.create(1, NewType.map());
    map.create("deep", NewType.array()).add("x");
    array.add(new byte[] {1});
    array.add(new Subdocument("other"));
    array.delete(3, 1);
    assertThat(array.length()).isEqualTo(7);
    assertThat(array.get(1)).isEqualTo(map);
    assertThat(array.toList().subList(2, 5)).containsExactly("two", true, List.of(3.5));
    sync();
    assertThat(bob.getArray("a").get(1))
        .isInstanceOfSatisfying(
            YMap.class, same -> assertThat(same.toJson()).isEqualTo(Map.of("deep", List.of("x"))));
    assertConverged();
  }

  @Test
  void an_index_outside_is_refused() {
    YArray array = alice.getArray("a");
    assertThatThrownBy(() -> array.insert(1, List.of(1)))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> array.delete(0, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> array.get(0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> alice.getText("t").insert(1, "x"))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> alice.getText("t").delete(0, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void values_without_a_form_are_refused_and_others_copied() {
    YMap map = alice.getMap("m");
    assertThatThrownBy(() -> map.set("k", new Object()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> alice.getArray("a").insert(0, List.of(map)))
        .isInstanceOf(IllegalArgumentException.class);
    java.util.List<Object> mutable = new java.util.ArrayList<>(List.of("before"));
    map.set("k", mutable);
    mutable.set(0, new Object());
    assertThat(map.get("k")).isEqualTo(List.of("before"));
    sync();
    assertConverged();
  }

  @Test
  void of_concurrent_values_of_a_key_the_higher_client_stays() {
    alice.getMap("m").set("k", "alice");
    bob.getMap("m").set("k", "bob");
    bob.getMap("m").set("gone", null);
    bob.getMap("m").delete("gone");
    sync();
    assertThat(alice.getMap("m").toMap()).isEqualTo(Map.of("k", "bob"));
    assertThat(alice.getMap("m").has("gone")).isFalse();
    assertConverged();
    alice.getMap("m").clear();
    assertThat(alice.getMap("m").size()).isZero();
  }

  @Test
  void xml_is_printed_as_yjs_prints_it() {
    YXmlFragment fragment = alice.getXmlFragment("default");
    YXmlElement paragraph = fragment.append(NewType.xmlElement("Paragraph"));
    paragraph.setAttribute("id", "p1");
    paragraph.setAttribute("class", "x");
    YXmlText text = paragraph.append(NewType.xmlText());
    text.insert(0, "hi ");
    text.insert(3, "you", Map.of("bold", Map.of("w", 7)));
    fragment.append(NewType.xmlHook("widget")).set("k", 1);
    assertThat(fragment)
        .hasToString(
            "<paragraph class=\"x\" id=\"p1\">hi <bold w=\"7\">you</bold></paragraph>"
                + "[object Object]");
    assertThat(fragment.children()).hasSize(2);
    fragment.delete(0, 1);
    assertThat(paragraph.isDeleted()).isTrue();
    sync();
    assertConverged();
  }

  @Test
  void a_document_without_a_client_id_only_takes_updates() {
    assertThatThrownBy(() -> new YDoc().getText("t").insert(0, "x"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("client id");
  }

  @Test
  void edits_in_a_transaction_are_collected_at_its_end() {
    alice.transact(
        "cause",
        transaction -> {
          assertThat(transaction.origin()).isEqualTo("cause");
          assertThat(transaction.isLocal()).isTrue();
          alice.getText("t").insert(0, "abc");
          alice.getText("t").delete(0, 2);
          assertThat(transaction.statesBefore().get(1)).isZero();
          assertThat(transaction.deletes().contains(1, 0)).isTrue();
          assertThat(alice.deleteSet().contains(1, 1)).isTrue();
        });
    alice.check();
    sync();
    assertConverged();
  }

  private static DeltaOp insert(
      Object content, Map<String, ? extends @Nullable Object> attributes) {
    return new DeltaOp.Insert(content, attributes);
  }

  private static Map<String, @Nullable Object> end(String... attributes) {
    Map<String, @Nullable Object> end = new java.util.HashMap<>();
    for (String attribute : attributes) {
      end.put(attribute, null);
    }
    return end;
  }

  private void sync() {
    byte[] forBob = alice.encodeStateAsUpdate(bob.stateVector());
    alice.applyUpdate(bob.encodeStateAsUpdate(alice.stateVector()));
    bob.applyUpdate(forBob);
  }

  private void assertConverged() {
    alice.check();
    bob.check();
    assertThat(alice.encodeStateAsUpdate()).isEqualTo(bob.encodeStateAsUpdate());
  }
}
