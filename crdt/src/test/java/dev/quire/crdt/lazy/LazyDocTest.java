package dev.quire.crdt.lazy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.UpdateContents;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.YText;
import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.id.StateVector;
import dev.quire.crdt.lib0.Lib0Writer;
import dev.quire.crdt.update.Updates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LazyDocTest {
  private static final long SEED = Long.getLong("quire.seed", 20261122);

  /** Updates of some writers who type and delete here and there in one text. */
  private static List<byte[]> updates(int writers, int edits, Random random) {
    List<byte[]> updates = new ArrayList<>();
    byte[] state = Updates.empty();
    for (int writer = 1; writer <= writers; writer++) {
      YDoc doc = new YDoc(DocOptions.DEFAULT.withClientId(writer * 1_000_003L));
      doc.applyUpdate(state);
      YText text = doc.getText("text");
      for (int edit = 0; edit < edits; edit++) {
        StateVector before = doc.stateVector();
        int at = random.nextInt((int) text.length() + 1);
        if (text.length() > 20 && random.nextInt(4) == 0) {
          text.delete(Math.min(at, (int) text.length() - 3), 2);
        } else {
          text.insert(at, random.nextInt(9) == 0 ? "😀é" : "words ");
        }
        updates.add(doc.encodeStateAsUpdate(before));
      }
      state = doc.encodeStateAsUpdate();
    }
    return updates;
  }

  private static byte[] loaded(List<byte[]> updates) {
    YDoc doc = new YDoc();
    updates.forEach(doc::applyUpdate);
    return doc.encodeStateAsUpdate();
  }

  private static LazyDoc absorbed(List<byte[]> updates) {
    LazyDoc lazy = LazyDoc.empty();
    updates.forEach(lazy::absorb);
    return lazy;
  }

  @Test
  void givesTheBytesThatItWasOpenedFrom() {
    byte[] state = loaded(updates(3, 50, new Random(SEED)));

    LazyDoc lazy = LazyDoc.open(state);

    assertThat(lazy.encode()).isSameAs(state);
    assertThat(lazy.encode(StateVector.EMPTY)).isSameAs(state);
    assertThat(lazy.encodedBytes()).isEqualTo(state.length);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 300})
  void answersDifferencesFromTheMiddleOfItsBytes(int writers) {
    Random random = new Random(SEED);
    List<byte[]> updates = updates(writers, 3000 / writers, random);
    byte[] state = loaded(updates);
    assertThat(state.length).as("reaches over several marks").isGreaterThan(12_000);
    LazyDoc lazy = LazyDoc.open(state);
    Map<Long, Long> whole = Updates.stateVector(state).toMap();
    assertThat(lazy.stateVector().toMap()).isEqualTo(whole);

    for (int round = 0; round < 60; round++) {
      Map<Long, Long> some = new HashMap<>();
      int unknown = random.nextInt(4);
      whole.forEach(
          (client, clock) -> {
            if (random.nextInt(10) >= unknown) {
              some.put(
                  client, random.nextBoolean() ? clock : (long) random.nextInt(clock.intValue()));
            }
          });
      StateVector known = StateVector.of(some);
      byte[] difference = lazy.encode(known);
      assertThat(difference).isEqualTo(Updates.diff(state, known));
      assertThat(lazy.encodeCost(known)).isGreaterThanOrEqualTo(difference.length - 200L);
    }
    assertThat(lazy.encodeCost(StateVector.of(whole)))
        .as("who lacks nothing costs little")
        .isLessThan(writers > 100 ? state.length + 1L : state.length / 2 + 9000L);
  }

  @Test
  void takesUpdatesInFewRunsWhateverTheirNumber() {
    List<byte[]> updates = updates(3, 800, new Random(SEED));

    LazyDoc lazy = absorbed(updates);

    assertThat(lazy.runs()).isLessThan(10);
    assertThat(lazy.thaw().encodeStateAsUpdate()).isEqualTo(loaded(updates));
    lazy.fold();
    assertThat(lazy.runs()).isEqualTo(1);
    assertThat(lazy.thaw().encodeStateAsUpdate()).isEqualTo(loaded(updates));
  }

  @Test
  void whatComesWhileAViewIsCompactedStays() {
    List<byte[]> updates = updates(2, 500, new Random(SEED));
    LazyDoc lazy = absorbed(updates.subList(0, 600));

    FrozenDoc view = lazy.pin();
    updates.subList(600, 1000).forEach(lazy::absorb);
    FoldedDoc compacted = view.compact(DocOptions.DEFAULT);

    assertThat(compacted.bytes()).isEqualTo(loaded(updates.subList(0, 600)));
    assertThat(lazy.replace(compacted)).isTrue();
    assertThat(lazy.thaw().encodeStateAsUpdate()).isEqualTo(loaded(updates));
    assertThat(lazy.replace(compacted)).as("only once").isFalse();
  }

  @Test
  void aViewThatAnotherHasReplacedIsNotPutBack() {
    List<byte[]> updates = updates(2, 500, new Random(SEED));
    LazyDoc lazy = absorbed(updates.subList(0, 600));
    FoldedDoc early = lazy.pin().fold();
    updates.subList(600, 1000).forEach(lazy::absorb);
    assertThat(lazy.replace(lazy.pin().fold())).isTrue();

    assertThat(lazy.replace(early)).isFalse();

    assertThat(lazy.thaw().encodeStateAsUpdate()).isEqualTo(loaded(updates));
  }

  @Test
  void holdsWhatWaitsForOthersAndCountsIt() {
    YDoc alice = new YDoc(DocOptions.DEFAULT.withClientId(1));
    alice.getText("text").insert(0, "from alice");
    byte[] first = alice.encodeStateAsUpdate();
    YDoc bob = new YDoc(DocOptions.DEFAULT.withClientId(2));
    bob.applyUpdate(first);
    bob.getText("text").insert(10, " and bob");
    byte[] second = bob.encodeStateAsUpdate(alice.stateVector());

    LazyDoc lazy = LazyDoc.empty();
    lazy.absorb(second);

    assertThat(lazy.thaw().stateVector().get(2)).as("loaded it waits").isZero();
    assertThat(lazy.stateVector().get(2)).isEqualTo(8);
    byte[] sent = bob.encodeStateAsUpdate(lazy.stateVector());
    lazy.absorb(sent);
    assertThat(lazy.thaw().getText("text")).hasToString("from alice and bob");
  }

  @Test
  void refusesWhatADocumentRefusesAndNothingElse() {
    Random random = new Random(SEED);
    List<byte[]> updates = updates(3, 60, random);
    updates.add(loaded(updates));
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = updates.get(random.nextInt(updates.size())).clone();
      for (int change = random.nextInt(3); change >= 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      boolean valid = isRead(bytes);
      refused += valid ? 0 : 1;
      if (valid) {
        UpdateContents contents = UpdateContents.read(bytes);
        LazyDoc opened = LazyDoc.open(bytes);
        assertThat(opened.covers(contents)).isTrue();
        assertThat(UpdateContents.read(opened.encode())).isEqualTo(contents);
      } else {
        assertThatThrownBy(() -> LazyDoc.open(bytes)).isInstanceOf(MalformedUpdateException.class);
      }
    }
    assertThat(refused).isBetween(1000, 19_000);
  }

  private static boolean isRead(byte[] bytes) {
    try {
      UpdateContents.read(bytes);
      return true;
    } catch (MalformedUpdateException malformed) {
      return false;
    }
  }

  @Test
  void aRefusedUpdateChangesNothing() {
    List<byte[]> updates = updates(1, 100, new Random(SEED));
    LazyDoc lazy = absorbed(updates);
    byte[] before = lazy.encode();

    assertThatThrownBy(() -> lazy.absorb(new byte[] {1, 1, 9}))
        .isInstanceOf(MalformedUpdateException.class);

    assertThat(lazy.encode()).isEqualTo(before);
  }

  @Test
  void putsAnUnusualOrderRight() {
    byte[] one = updates(1, 20, new Random(SEED)).get(0);
    Lib0Writer deletes = new Lib0Writer();
    deletes.writeVarUint(0);
    deletes.writeVarUint(1);
    deletes.writeVarUint(7);
    deletes.writeVarUint(3);
    for (int start : new int[] {40, 10, 11}) {
      deletes.writeVarUint(start);
      deletes.writeVarUint(2);
    }

    LazyDoc lazy = LazyDoc.open(deletes.toByteArray());
    lazy.absorb(one);

    UpdateContents both = UpdateContents.read(lazy.encode());
    assertThat(both.deletes()).hasToString("IdSet{7[10..13 40..42]}");
    assertThat(lazy.covers(UpdateContents.read(one))).isTrue();
  }

  @Test
  void deletionsCostLittleBesideTheirBytes() {
    Lib0Writer state = new Lib0Writer();
    state.writeVarUint(0);
    state.writeVarUint(1);
    state.writeVarUint(7);
    state.writeVarUint(100_000);
    for (int i = 0; i < 100_000; i++) {
      state.writeVarUint(i * 40L);
      state.writeVarUint(1);
    }

    LazyDoc lazy = LazyDoc.open(state.toByteArray());

    assertThat(lazy.heldBytes()).isLessThan(state.size() * 6L / 5);
    Random random = new Random(SEED);
    for (int i = 0; i < 1000; i++) {
      Lib0Writer asked = new Lib0Writer();
      long clock = random.nextInt(4_000_000);
      asked.writeVarUint(0);
      asked.writeVarUint(1);
      asked.writeVarUint(7);
      asked.writeVarUint(1);
      asked.writeVarUint(clock);
      asked.writeVarUint(1);
      assertThat(lazy.covers(UpdateContents.read(asked.toByteArray()))).isEqualTo(clock % 40 == 0);
    }
  }

  /** A collected struct each, of many clients: a dozen bytes of the update name one of them. */
  private static byte[] updateOf(int clients) {
    Lib0Writer update = new Lib0Writer();
    update.writeVarUint(clients);
    for (int client = clients; client > 0; client--) {
      update.writeVarUint(1);
      update.writeVarUint(client);
      update.writeVarUint(0);
      update.writeUint8(0);
      update.writeVarUint(1);
    }
    update.writeVarUint(0);
    return update.toByteArray();
  }

  @Test
  void whatUpdatesOfManyClientsTakeToBeLookedUpIsCountedAndBounded() {
    LazyDoc lazy = LazyDoc.empty();
    long empty = lazy.heldBytes();
    byte[] some = updateOf(400);
    lazy.absorb(some);
    assertThat(lazy.heldBytes() - empty).isGreaterThan(some.length + 400 * 90);

    lazy.absorb(updateOf(2000));
    assertThat(lazy.heldBytes() - empty).isLessThan(3L * updateOf(2000).length);
    assertThat(lazy.stateVector().toMap()).hasSize(2000);
  }
}
