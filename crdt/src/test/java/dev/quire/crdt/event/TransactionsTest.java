package dev.quire.crdt.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.DocumentEvents;
import dev.quire.crdt.YArray;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.YMap;
import dev.quire.crdt.YText;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransactionsTest {
  private final YDoc doc = new YDoc(DocOptions.DEFAULT.withClientId(1));
  private final List<String> told = new ArrayList<>();

  @Test
  void listenersAreCalledInTheOrderOfYjs() {
    DocumentEvents events = doc.events();
    events.onAfterAllTransactions(all -> told.add("after all " + all.size()));
    events.onUpdate(update -> told.add("update from " + update.origin()));
    events.onAfterTransactionCleanup(event -> told.add("cleaned up"));
    events.onAfterTransaction(event -> told.add("after"));
    doc.getText("t").observeDeep(changes -> told.add("deep"));
    doc.getText("t").observe(change -> told.add("shallow"));
    events.onBeforeObserverCalls(event -> told.add("before observers"));
    events.onBeforeTransaction(event -> told.add("before"));
    events.onBeforeAllTransactions(begun -> told.add("before all"));
    doc.transact("me", transaction -> doc.getText("t").insert(0, "a"));
    assertThat(told)
        .containsExactly(
            "before all",
            "before",
            "before observers",
            "shallow",
            "deep",
            "after",
            "cleaned up",
            "update from me",
            "after all 1");
  }

  @Test
  void updatesCarryWhatATransactionDidToOthers() {
    YDoc other = new YDoc();
    doc.onUpdate(event -> other.applyUpdate(event.update(), "network"));
    doc.getText("t").insert(0, "hello");
    doc.getText("t").delete(1, 3);
    doc.getMap("m").set("k", List.of(1L));
    doc.transact(transaction -> assertThat(transaction.isEmpty()).isTrue());
    assertThat(other.encodeStateAsUpdate()).isEqualTo(doc.encodeStateAsUpdate());
  }

  @Test
  void aTransactionWithoutChangesHasNoUpdate() {
    doc.onUpdate(event -> told.add("update"));
    doc.transact(transaction -> {});
    YDoc other = new YDoc(DocOptions.DEFAULT.withClientId(2));
    other.getText("t").insert(0, "x");
    doc.applyUpdate(other.encodeStateAsUpdate());
    doc.applyUpdate(other.encodeStateAsUpdate());
    assertThat(told).containsExactly("update");
  }

  @Test
  void editsOfListenersAreTransactionsThatWaitForTheirTurn() {
    YText text = doc.getText("t");
    YMap log = doc.getMap("log");
    text.observe(
        event -> {
          told.add("text " + event.transaction().origin());
          log.set("length", text.length());
          told.add("back in the observer of the text");
        });
    log.observe(event -> told.add("log " + event.keys().get("length")));
    doc.events()
        .onAfterAllTransactions(
            all ->
                told.add(
                    all.stream().map(each -> each.transaction().origin()).toList().toString()));
    doc.transact("first", transaction -> text.insert(0, "abc"));
    assertThat(told)
        .containsExactly(
            "text first",
            "back in the observer of the text",
            "log KeyChange[action=ADD, oldValue=null]",
            "[first, null]");
  }

  @Test
  void aListenerThatThrowsKeepsNobodyFromBeingCalledAndTheDocumentWhole() {
    YArray array = doc.getArray("a");
    array.observe(
        event -> {
          throw new IllegalStateException("first");
        });
    array.observe(event -> told.add("second"));
    doc.onUpdate(
        event -> {
          throw new IllegalArgumentException("third");
        });
    doc.onUpdate(event -> told.add("fourth"));
    assertThatThrownBy(() -> array.add(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("first")
        .satisfies(
            e ->
                assertThat(e.getSuppressed())
                    .singleElement()
                    .hasToString("java.lang.IllegalArgumentException: third"));
    assertThat(told).containsExactly("second", "fourth");
    doc.check();
    assertThatThrownBy(() -> array.add(2)).hasMessage("first");
    assertThat(array.toList()).containsExactly(1L, 2L);
    assertThat(told).hasSize(4);
  }

  @Test
  void editsThatThrowAreToldOfAsFarAsTheyGot() {
    YText text = doc.getText("t");
    text.observe(event -> told.add(event.delta().toString()));
    assertThatThrownBy(
            () ->
                doc.transact(
                    transaction -> {
                      text.insert(0, "half");
                      throw new IllegalStateException("done");
                    }))
        .hasMessage("done");
    assertThat(told).containsExactly("[Insert[content=half, attributes={}]]");
    doc.check();
  }

  @Test
  void listenersWhoAnswerEachOtherWithoutEndAreStopped() {
    YMap ping = doc.getMap("ping");
    YMap pong = doc.getMap("pong");
    ping.observe(event -> pong.set("k", 1));
    pong.observe(event -> ping.set("k", 1));
    assertThatThrownBy(() -> ping.set("k", 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("listeners answered");
    doc.check();
  }

  @Test
  void whoBeginsToListenWithinATransactionHearsOfAllOfIt() {
    YText text = doc.getText("t");
    doc.transact(
        transaction -> {
          text.insert(0, "abc");
          text.observe(event -> told.add(event.delta().toString()));
        });
    assertThat(told).containsExactly("[Insert[content=abc, attributes={}]]");
  }

  @Test
  void aClosedSubscriptionIsNotCalledAgain() {
    Subscription subscription = doc.onUpdate(event -> told.add("update"));
    doc.getText("t").insert(0, "a");
    subscription.close();
    subscription.close();
    doc.getText("t").insert(0, "b");
    assertThat(told).containsExactly("update");
  }

  @Test
  void destroyTellsThatTheDocumentIsDoneWithAndLetsGoOfEverybody() {
    doc.onUpdate(event -> told.add("update"));
    doc.events().onDestroy(gone -> told.add("destroyed"));
    doc.destroy();
    doc.destroy();
    doc.getText("t").insert(0, "still works");
    assertThat(told).containsExactly("destroyed");
  }

  @Test
  void aFilterThatThrowsLeavesTheDocumentWhole() {
    List<String> faults = new ArrayList<>(List.of("broken filter"));
    YDoc filtered =
        new YDoc(
            DocOptions.DEFAULT
                .withClientId(1)
                .withGcFilter(
                    item -> {
                      if (!faults.isEmpty()) {
                        throw new IllegalStateException(faults.get(0));
                      }
                      return true;
                    }));
    YText text = filtered.getText("t");
    text.insert(0, "abcdef");
    assertThatThrownBy(
            () ->
                filtered.transact(
                    transaction -> {
                      text.delete(1, 1);
                      text.insert(5, "g");
                    }))
        .hasMessage("broken filter");
    faults.clear();
    List<byte[]> updates = new ArrayList<>(List.of(filtered.encodeStateAsUpdate()));
    filtered.onUpdate(update -> updates.add(update.update()));
    text.insert(6, "h");
    text.delete(0, 1);
    filtered.check();
    YDoc other = new YDoc();
    updates.forEach(other::applyUpdate);
    assertThat(other.getText("t")).hasToString("cdefgh");
    assertThat(updates.get(1).length).isLessThan(updates.get(0).length);
  }
}
