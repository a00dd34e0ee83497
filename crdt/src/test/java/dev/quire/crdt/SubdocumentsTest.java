package dev.quire.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SubdocumentsTest {
  private final YDoc doc = new YDoc(DocOptions.DEFAULT.withClientId(1));
  private final YMap map = doc.getMap("subdocs");
  private final List<String> events = new ArrayList<>();

  private static YDoc named(String guid) {
    return new YDoc(DocOptions.DEFAULT.withGuid(guid));
  }

  private void listen(YDoc to) {
    to.onSubdocs(event -> events.add(words(event)));
  }

  private static String words(SubdocsEvent event) {
    return "+"
        + guids(event.added())
        + " -"
        + guids(event.removed())
        + " !"
        + guids(event.loaded());
  }

  private static List<String> guids(Collection<YDoc> docs) {
    return docs.stream().map(YDoc::guid).toList();
  }

  private List<String> told() {
    List<String> told = List.copyOf(events);
    events.clear();
    return told;
  }

  private static YDoc subdoc(@Nullable Object value) {
    return (YDoc) Objects.requireNonNull(value);
  }

  /** What {@code testSubdoc} of yjs expects, step by step. */
  @Test
  void eventsAreThoseOfYjs() {
    doc.load();
    listen(doc);
    YDoc a = named("a");
    a.load();
    map.set("a", a);
    assertThat(told()).containsExactly("+[a] -[] ![a]");
    assertThat(map.get("a")).isSameAs(a);
    subdoc(map.get("a")).load();
    assertThat(told()).isEmpty();

    subdoc(map.get("a")).destroy();
    assertThat(told()).containsExactly("+[a] -[a] ![]");
    assertThat(a.isDestroyed()).isTrue();
    assertThat(map.get("a")).isNotSameAs(a);
    subdoc(map.get("a")).load();
    assertThat(told()).containsExactly("+[] -[] ![a]");

    map.set(
        "b",
        new YDoc(DocOptions.DEFAULT.withNaming(Naming.NONE.withGuid("a").withShouldLoad(false))));
    assertThat(told()).containsExactly("+[a] -[] ![]");
    subdoc(map.get("b")).load();
    assertThat(told()).containsExactly("+[] -[] ![a]");
    map.set("c", named("c"));
    assertThat(told()).containsExactly("+[c] -[] ![c]");
    assertThat(doc.subdocGuids()).containsExactly("a", "c");
    assertThat(doc.subdocs()).hasSize(3);

    YDoc other = new YDoc(DocOptions.DEFAULT.withClientId(2));
    assertThat(other.subdocs()).isEmpty();
    listen(other);
    other.applyUpdate(doc.encodeStateAsUpdate());
    assertThat(told()).containsExactly("+[a, a, c] -[] ![]");
    subdoc(other.getMap("subdocs").get("a")).load();
    assertThat(told()).containsExactly("+[] -[] ![a]");
    assertThat(other.subdocGuids()).containsExactly("a", "c");
    other.getMap("subdocs").delete("a");
    assertThat(told()).contains("+[] -[a] ![]");
    assertThat(other.subdocGuids()).containsExactly("a", "c");
    assertThat(other.subdocs()).hasSize(2);
  }

  @Test
  void whatLoadsByItselfIsLoadedWhereverItTurnsUp() {
    map.set(
        "a",
        new YDoc(
            DocOptions.DEFAULT.withNaming(
                Naming.NONE.withGuid("a").withAutoLoad(true).withMeta(Map.of("k", "v")))));
    YDoc other = new YDoc();
    listen(other);
    other.applyUpdate(doc.encodeStateAsUpdate());
    assertThat(told()).containsExactly("+[a] -[] ![a]");
    YDoc same = subdoc(other.getMap("subdocs").get("a"));
    assertThat(same.options().naming().meta()).isEqualTo(Map.of("k", "v"));
    assertThat(same.shouldLoad()).isTrue();
    assertThat(same.parent()).isSameAs(other);
    assertThat(other.encodeStateAsUpdate()).isEqualTo(doc.encodeStateAsUpdate());
  }

  @Test
  void theDocumentWithinIsADocument() {
    YDoc within = named("a");
    map.set("a", within);
    within.getText("t").insert(0, "hello");
    YDoc other = new YDoc();
    other.applyUpdate(doc.encodeStateAsUpdate());
    YDoc same = subdoc(other.getMap("subdocs").get("a"));
    same.applyUpdate(within.encodeStateAsUpdate());
    assertThat(same.getText("t").toString()).isEqualTo("hello");
    assertThat(other.subdocs()).isEqualTo(Set.of(same));
  }

  @Test
  void whoGoesIsDestroyedEvenIfNobodyListens() {
    map.set("a", named("a"));
    YDoc a = subdoc(map.get("a"));
    map.delete("a");
    assertThat(a.isDestroyed()).isTrue();
    assertThat(a.parent()).isNull();
    assertThat(doc.subdocs()).isEmpty();
    map.set("b", named("b"));
    YDoc b = subdoc(map.get("b"));
    doc.destroy();
    assertThat(b.isDestroyed()).isTrue();
  }

  @Test
  void aDocumentIsASubdocumentOnceAndByName() {
    YDoc a = named("a");
    map.set("a", a);
    assertThatThrownBy(() -> map.set("b", a)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> map.set("b", new YDoc()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("guid");
  }

  @Test
  void subdocumentsThatWentAreEndedAlthoughAListenerThrows() {
    YDoc a = named("a");
    map.set("a", a);
    doc.onSubdocs(
        event -> {
          throw new IllegalStateException("no");
        });
    assertThatThrownBy(() -> map.delete("a")).isInstanceOf(IllegalStateException.class);
    assertThat(a.isDestroyed()).isTrue();
    assertThat(a.parent()).isNull();
  }

  @Test
  void allDocumentsEndAlthoughAListenerOfOneThrows() {
    map.set("a", named("a"));
    map.set("b", named("b"));
    YDoc a = subdoc(map.get("a"));
    YDoc b = subdoc(map.get("b"));
    for (YDoc each : List.of(a, b)) {
      each.events()
          .onDestroy(
              gone -> {
                throw new IllegalStateException("no");
              });
    }
    doc.events().onDestroy(gone -> events.add("ended"));
    assertThatThrownBy(doc::destroy).isInstanceOf(IllegalStateException.class);
    assertThat(a.isDestroyed()).isTrue();
    assertThat(b.isDestroyed()).isTrue();
    assertThat(events).containsExactly("ended");
  }

  @Test
  void arraysHoldThemToo() {
    YArray array = doc.getArray("subdocs");
    YDoc a = named("a");
    array.insert(0, List.of("x", a, "y"));
    assertThat(array.toList()).containsExactly("x", a, "y");
    assertThat(doc.subdocs()).containsExactly(a);
  }

  @Test
  void whatCouldNotBePutInLeavesNothingBehind() {
    YArray array = doc.getArray("subdocs");
    YDoc a = named("a");
    assertThatThrownBy(() -> array.insert(0, List.of(a, new Object())))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(a.parent()).isNull();
    assertThatThrownBy(() -> array.insert(7, List.of(a)))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(a.parent()).isNull();
    YDoc reader = new YDoc();
    assertThatThrownBy(() -> reader.getMap("subdocs").set("a", a))
        .isInstanceOf(IllegalStateException.class);
    assertThat(a.parent()).isNull();
    map.set("a", a);
    assertThat(a.parent()).isSameAs(doc);
  }
}
