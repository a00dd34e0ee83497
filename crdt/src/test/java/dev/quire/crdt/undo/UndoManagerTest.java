package dev.quire.crdt.undo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.NewType;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.YMap;
import dev.quire.crdt.YText;
import dev.quire.crdt.YXmlElement;
import dev.quire.crdt.YXmlText;
import dev.quire.crdt.event.Subscription;
import dev.quire.crdt.id.Id;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UndoManagerTest {
  /** What an application might give as the origin of its changes. */
  private record Binding() {}

  private long now = 1;
  private final YDoc alice = new YDoc(DocOptions.DEFAULT.withClientId(1));
  private final YDoc bob = new YDoc(DocOptions.DEFAULT.withClientId(2));
  private final YText text = alice.getText("t");
  private final UndoOptions options = new UndoOptions(() -> now).withCaptureTimeout(0);

  @Test
  void whatOthersWroteStays() {
    UndoManager undo = new UndoManager(text, options);
    text.insert(0, "alice");
    sync();
    bob.getText("t").insert(5, " and bob");
    sync();
    undo.undo();
    assertThat(text).hasToString(" and bob");
    undo.redo();
    assertThat(text).hasToString("alice and bob");
    sync();
    assertThat(bob.getText("t")).hasToString("alice and bob");
    assertConverged();
  }

  @Test
  void changesThatFollowEachOtherFastAreOneStep() {
    UndoManager undo = new UndoManager(text, options.withCaptureTimeout(500));
    text.insert(0, "a");
    now += 400;
    text.insert(1, "b");
    now += 501;
    text.insert(2, "c");
    undo.stopCapturing();
    text.insert(3, "d");
    assertThat(undo.undoStack()).hasSize(3);
    undo.undo();
    assertThat(text).hasToString("abc");
    undo.undo();
    assertThat(text).hasToString("ab");
    undo.undo();
    assertThat(text).hasToString("");
    assertThat(undo.canUndo()).isFalse();
    assertThat(undo.undo()).isNull();
  }

  @Test
  void onlyTrackedOriginsAreUndone() {
    UndoManager undo =
        new UndoManager(text, options.withTrackedOrigins(Set.of("mine", Binding.class)));
    text.insert(0, "untracked ");
    alice.transact("mine", transaction -> text.insert(0, "by value "));
    alice.transact(new Binding(), transaction -> text.insert(0, "by class "));
    alice.transact("theirs", transaction -> text.insert(0, "another "));
    assertThat(undo.undoStack()).hasSize(2);
    undo.undo();
    undo.undo();
    assertThat(text).hasToString("another untracked ");
    undo.addTrackedOrigin(null);
    text.insert(0, "now ");
    undo.undo();
    assertThat(text).hasToString("another untracked ");
  }

  @Test
  void onlyTypesInScopeAreUndone() {
    UndoManager undo = new UndoManager(text, options);
    alice.getMap("m").set("k", 1);
    text.insert(0, "x");
    assertThat(undo.undoStack()).hasSize(1);
    undo.addToScope(List.of(alice.getMap("m")));
    alice.getMap("m").set("k", 2);
    undo.undo();
    assertThat(alice.getMap("m").get("k")).isEqualTo(1L);
    assertThatThrownBy(() -> undo.addToScope(List.of(bob.getText("t"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aDeletedTreeComesBackWithAllThatWasInIt() {
    YXmlElement page = alice.getXmlFragment("x").append(NewType.xmlElement("page"));
    page.setAttribute("lang", "de");
    YXmlText words = page.append(NewType.xmlText());
    words.insert(0, "words");
    UndoManager undo = new UndoManager(alice, options);
    alice.getXmlFragment("x").delete(0, 1);
    assertThat(words.isDeleted()).isTrue();
    undo.undo();
    assertThat(alice.getXmlFragment("x")).hasToString("<page lang=\"de\">words</page>");
    sync();
    assertConverged();
  }

  @Test
  void aValueThatAnotherHasWrittenSinceIsLeftAloneUnlessSaidOtherwise() {
    assertThat(valueAfterUndoOfAnOverwrittenDeletion(false)).isEqualTo("bob");
    assertThat(valueAfterUndoOfAnOverwrittenDeletion(true)).isEqualTo("alice");
  }

  private @Nullable Object valueAfterUndoOfAnOverwrittenDeletion(boolean ignoreRemoteMapChanges) {
    YMap map = alice.getMap("m");
    UndoManager undo =
        new UndoManager(map, options.withIgnoreRemoteMapChanges(ignoreRemoteMapChanges));
    map.set("k", "alice");
    map.delete("k");
    sync();
    bob.getMap("m").set("k", "bob");
    sync();
    undo.undo();
    undo.close();
    return map.get("k");
  }

  @Test
  void aFilterKeepsItemsFromBeingDeleted() {
    UndoManager undo =
        new UndoManager(text, options.withDeleteFilter(item -> !item.values().contains("k")));
    text.insert(0, "keep");
    assertThat(undo.undo()).isNull();
    assertThat(text).hasToString("keep");
  }

  @Test
  void listenersHearOfStepsAndKeepWhatTheyNeedWithThem() {
    UndoManager undo = new UndoManager(text, options);
    List<String> told = new ArrayList<>();
    undo.onStackItemAdded(
        event -> {
          event.item().meta().put("cursor", told.size());
          told.add("added " + event.kind());
        });
    undo.onStackItemPopped(
        event -> told.add("popped " + event.kind() + " " + event.item().meta().get("cursor")));
    undo.onStackCleared(event -> told.add("cleared " + event.redoStack()));
    text.insert(0, "x");
    undo.undo();
    undo.redo();
    undo.undo();
    text.insert(0, "y");
    assertThat(told)
        .containsExactly(
            "added UNDO",
            "added REDO",
            "popped UNDO 0",
            "added UNDO",
            "popped REDO 1",
            "added REDO",
            "popped UNDO 3",
            "cleared true",
            "added UNDO");
  }

  @Test
  void whatIsOnAStackIsKeptFromCollection() {
    text.insert(0, "collected");
    text.delete(0, 9);
    int collected = alice.encodeStateAsUpdate().length;
    UndoManager undo = new UndoManager(text, options);
    text.insert(0, "a word that is kept");
    text.delete(0, 19);
    assertThat(alice.encodeStateAsUpdate()).hasSizeGreaterThan(collected + 19);
    undo.undo();
    assertThat(text).hasToString("a word that is kept");
    undo.clear();
    assertThat(undo.canUndo() || undo.canRedo()).isFalse();
  }

  @Test
  void oneFindsWhereDeletedContentCameBack() {
    UndoManager undo = new UndoManager(text, options);
    text.insert(0, "abc");
    text.delete(0, 3);
    undo.undo();
    assertThat(alice.redoneLinks().redone(new Id(1, 0))).isEqualTo(new Id(1, 3));
    assertThat(alice.redoneLinks().redone(new Id(1, 3))).isNull();
  }

  @Test
  void aClosedManagerMindsNothing() {
    UndoManager undo = new UndoManager(text, options);
    undo.close();
    text.insert(0, "x");
    assertThat(undo.canUndo()).isFalse();
  }

  @Test
  void originsMayBeNone() {
    assertThat(options.trackedOrigins()).isEqualTo(Collections.singleton(null));
  }

  @Test
  void aListenerThatThrowsDuringAnUndoDoesNotStopTheNext() {
    UndoManager undo = new UndoManager(text, options);
    text.insert(0, "a");
    text.insert(1, "b");
    Subscription throwing =
        text.observe(
            event -> {
              throw new IllegalStateException("no");
            });
    assertThatThrownBy(undo::undo).isInstanceOf(IllegalStateException.class);
    throwing.close();
    assertThat(text).hasToString("a");
    undo.undo();
    assertThat(text).hasToString("");
    undo.redo();
    assertThat(text).hasToString("a");
  }

  private void sync() {
    byte[] forBob = alice.encodeStateAsUpdate(bob.stateVector());
    alice.applyUpdate(bob.encodeStateAsUpdate(alice.stateVector()), "network");
    bob.applyUpdate(forBob, "network");
  }

  private void assertConverged() {
    alice.check();
    bob.check();
    YDoc fromAlice = new YDoc();
    fromAlice.applyUpdate(alice.encodeStateAsUpdate());
    YDoc fromBob = new YDoc();
    fromBob.applyUpdate(bob.encodeStateAsUpdate());
    assertThat(fromAlice.encodeStateAsUpdate()).isEqualTo(fromBob.encodeStateAsUpdate());
  }
}
