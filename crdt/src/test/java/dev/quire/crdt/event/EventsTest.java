package dev.quire.crdt.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.NewType;
import dev.quire.crdt.YArray;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.YEvent;
import dev.quire.crdt.YMap;
import dev.quire.crdt.YText;
import dev.quire.crdt.YXmlElement;
import dev.quire.crdt.event.KeyChange.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventsTest {
  private final YDoc doc = new YDoc(DocOptions.DEFAULT.withClientId(1));
  private final YDoc other = new YDoc(DocOptions.DEFAULT.withClientId(2));
  private final List<Object> told = new ArrayList<>();

  @Test
  void anArrayTellsWhatCameAndWent() {
    YArray array = doc.getArray("a");
    array.insert(0, List.of("a", "b", "c", "d"));
    array.observe(event -> told.add(event.changes()));
    doc.transact(
        transaction -> {
          array.delete(1, 2);
          array.insert(1, List.of(7L));
        });
    assertThat(told)
        .containsExactly(
            new Changes(
                List.of(new ItemChange(1, 4, 1, List.of(7L))),
                List.of(new ItemChange(1, 1, 2, List.of("b", "c"))),
                Map.of(),
                List.of(
                    new DeltaOp.Retain(1, Map.of()),
                    new DeltaOp.Insert(List.of(7L), Map.of()),
                    new DeltaOp.Delete(2))));
  }

  @Test
  void aMapTellsWhatBecameOfItsKeys() {
    YMap map = doc.getMap("m");
    map.set("updated", 1);
    map.set("deleted", "x");
    map.observe(event -> told.add(event.keys()));
    map.observe(event -> told.add(event.keysChanged()));
    doc.transact(
        transaction -> {
          map.set("added", true);
          map.set("updated", 2);
          map.delete("deleted");
          map.set("brief", 1);
          map.delete("brief");
        });
    assertThat(told.get(0))
        .isEqualTo(
            Map.of(
                "added", new KeyChange(Action.ADD, null),
                "updated", new KeyChange(Action.UPDATE, 1L),
                "deleted", new KeyChange(Action.DELETE, "x")));
    assertThat(told.get(1)).hasToString("[added, updated, deleted, brief]");
  }

  @Test
  void aTextTellsItsChangeAsADeltaWithFormatting() {
    YText text = doc.getText("t");
    text.insert(0, "hello world");
    text.observe(event -> told.add(event.delta()));
    doc.transact(
        transaction -> {
          text.format(0, 5, Map.of("bold", true));
          text.delete(5, 1);
          text.insert(5, "_", Map.of());
        });
    assertThat(told)
        .containsExactly(
            List.of(
                new DeltaOp.Retain(5, Map.of("bold", true)),
                new DeltaOp.Delete(1),
                new DeltaOp.Insert("_", Map.of())));
  }

  @Test
  void deepObserversAreToldOfWhatLiesWithinAndWhere() {
    YMap map = doc.getMap("m");
    YArray list = map.create("list", NewType.array());
    list.insert(0, List.of(1, 2));
    YText text = list.create(2, NewType.text());
    map.observeDeep(
        events ->
            events.forEach(
                event -> {
                  assertThat(event.currentTarget()).isEqualTo(map);
                  told.add(event.path());
                }));
    doc.transact(
        transaction -> {
          text.insert(0, "deep");
          map.set("k", 1);
        });
    assertThat(told).containsExactly(List.of(), List.of("list", 2L));
  }

  @Test
  void xmlTellsOfAttributesAndChildren() {
    YXmlElement element = doc.getXmlFragment("x").append(NewType.xmlElement("p"));
    element.observe(
        event -> {
          told.add(event.attributesChanged());
          told.add(event.childListChanged());
        });
    element.setAttribute("class", "a");
    element.append(NewType.xmlText());
    assertThat(told).hasToString("[[class], false, [], true]");
  }

  @Test
  void newTypesAndDeletedOnesHaveNoEventsOfTheirOwn() {
    YMap map = doc.getMap("m");
    map.observeDeep(events -> events.forEach(event -> told.add(event.target())));
    YMap inner = map.create("inner", NewType.map());
    inner.observe(event -> told.add("of a deleted type"));
    doc.transact(
        transaction -> {
          inner.set("k", 1);
          map.delete("inner");
        });
    assertThat(told).containsExactly(map, map);
  }

  @Test
  void remoteChangesAreToldLikeLocalOnes() {
    YText text = doc.getText("t");
    text.observe(
        event -> {
          told.add(event.transaction().isLocal());
          told.add(event.transaction().origin());
          told.add(event.delta());
        });
    other.getText("t").insert(0, "x");
    doc.applyUpdate(other.encodeStateAsUpdate(), "network");
    assertThat(told).containsExactly(false, "network", List.of(new DeltaOp.Insert("x", Map.of())));
  }

  @Test
  void changesCantBeReadWhenAllIsOver() {
    List<YEvent> kept = new ArrayList<>();
    doc.getArray("a").observe(kept::add);
    doc.getText("t").observe(kept::add);
    doc.getArray("a").add(1);
    doc.getText("t").insert(0, "x");
    for (YEvent event : kept) {
      assertThatThrownBy(event::delta).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(event::keys).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aTypeAtTheTopIsObservedAsWhatItWasAskedForFirst() {
    doc.getText("t");
    assertThatThrownBy(() -> doc.getArray("t").observe(told::add))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("YText");
  }

  /** Were the events of each type kept for all that it lies in, these would take gigabytes. */
  @Test
  void eventsOfTypesWithinEachOtherCostNoMoreThanTheirNumber() {
    int depth = 30_000;
    YDoc deep = new YDoc(DocOptions.DEFAULT.withClientId(1));
    List<YMap> maps = new ArrayList<>();
    maps.add(deep.getMap("m"));
    deep.transact(
        transaction -> {
          for (int i = 1; i < depth; i++) {
            maps.add(maps.get(i - 1).create("in", NewType.map()));
          }
        });
    List<YEvent> told = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    maps.get(0).observeDeep(told::addAll);
    maps.get(depth - 2).observeDeep(events -> sizes.add(events.size()));
    deep.events()
        .onAfterTransaction(
            event ->
                sizes.add(event.changedParentTypes().getOrDefault(maps.get(1), List.of()).size()));
    deep.transact(
        transaction -> {
          for (int i = depth - 1; i >= 0; i--) {
            maps.get(i).set("x", 1);
          }
        });
    assertThat(told).hasSize(depth);
    for (int i = 0; i < depth; i++) {
      assertThat(told.get(i).target()).isEqualTo(maps.get(i));
    }
    assertThat(sizes).containsExactly(2, depth - 1);
  }
}
