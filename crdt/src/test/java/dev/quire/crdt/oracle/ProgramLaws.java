package dev.quire.crdt.oracle;

import static dev.quire.crdt.oracle.SameBytes.assertSame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.UpdateContents;
import dev.quire.crdt.id.StateVector;
import dev.quire.crdt.update.Updates;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The laws of documents, checked with the updates of one program that yjs ran. */
final class ProgramLaws {
  private final OracleRecord yjs;
  private final Random random;
  private final List<byte[]> updates;

  /** All updates, and other encodings of some of them. */
  private final List<byte[]> pieces;

  ProgramLaws(OracleRecord yjs, long seed) {
    this.yjs = yjs;
    this.random = new Random(seed);
    this.updates = yjs.allBytes("update");
    this.pieces = new ArrayList<>(updates);
    pieces.addAll(yjs.allBytes("carrier"));
  }

  void hold() {
    inTheOrderOfTheirMaking();
    inAnyOrderAndMoreThanOnce();
    merged();
    batched();
    snapshotAndTail();
    loadedWhilePending();
    synchronised();
    knownContents();
    new LazyLaws(yjs, updates, pieces, random).hold();
  }

  private void inTheOrderOfTheirMaking() {
    Engine engine = new Engine();
    List<List<String>> checkpoints = yjs.all("checkpoint");
    int next = 0;
    for (int i = 0; i < updates.size(); i++) {
      engine.apply(updates.get(i));
      assertThat(engine.hasPending()).as("pending after update %d", i).isFalse();
      while (next < checkpoints.size() && Integer.parseInt(checkpoints.get(next).get(0)) == i + 1) {
        byte[] expected = OracleRecord.bytes(checkpoints.get(next++).get(1));
        assertSame("after update " + i, engine.state(), expected);
      }
    }
    assertIsWhole("in order", engine);
  }

  private void inAnyOrderAndMoreThanOnce() {
    for (int round = 0; round < 2; round++) {
      List<byte[]> some = new ArrayList<>(pieces);
      pieces.stream().filter(piece -> random.nextInt(5) == 0).forEach(some::add);
      Collections.shuffle(some, random);
      assertIsWhole("shuffled", Engine.loaded(some));
    }
    Engine backwards = new Engine();
    for (int i = updates.size() - 1; i >= 0; i--) {
      backwards.apply(updates.get(i));
    }
    assertIsWhole("backwards", backwards);
  }

  private void merged() {
    List<byte[]> shuffled = new ArrayList<>(pieces);
    Collections.shuffle(shuffled, random);
    assertIsWhole("merged", Engine.loaded(List.of(Updates.merge(shuffled))));
    Engine engine = new Engine();
    groups(shuffled, random).forEach(group -> engine.apply(Updates.merge(group)));
    assertIsWhole("merged in groups", engine);
  }

  private void batched() {
    List<byte[]> shuffled = new ArrayList<>(pieces);
    Collections.shuffle(shuffled, random);
    Engine engine = new Engine();
    groups(shuffled, random).forEach(engine::applyTogether);
    assertIsWhole("several in a transaction", engine);
  }

  static List<List<byte[]>> groups(List<byte[]> pieces, Random random) {
    List<List<byte[]>> groups = new ArrayList<>();
    for (int from = 0; from < pieces.size(); ) {
      int to = Math.min(pieces.size(), from + 1 + random.nextInt(10));
      groups.add(pieces.subList(from, to));
      from = to;
    }
    return groups;
  }

  private void snapshotAndTail() {
    int cut = random.nextInt(updates.size() + 1);
    byte[] snapshot = Engine.loaded(updates.subList(0, cut)).state();
    Engine engine = Engine.loaded(List.of(snapshot));
    assertSame("snapshot", engine.state(), snapshot);
    updates.subList(cut, updates.size()).forEach(engine::apply);
    assertIsWhole("snapshot and tail", engine);
  }

  /** A state with parts pending carries them along. */
  private void loadedWhilePending() {
    List<byte[]> shuffled = new ArrayList<>(updates);
    Collections.shuffle(shuffled, random);
    int cut = random.nextInt(shuffled.size() + 1);
    Engine first = Engine.loaded(shuffled.subList(0, cut));
    first.check();
    Engine second = Engine.loaded(List.of(first.state()));
    assertThat(second.content()).as("content while pending").isEqualTo(first.content());
    assertThat(second.stateVector()).isEqualTo(first.stateVector());
    assertSame("state while pending", second.state(), first.state());
    shuffled.subList(cut, shuffled.size()).forEach(second::apply);
    assertIsWhole("loaded while pending", second);
  }

  private void synchronised() {
    List<byte[]> ones = pieces.stream().filter(piece -> random.nextBoolean()).toList();
    List<byte[]> others = pieces.stream().filter(piece -> !ones.contains(piece)).toList();
    Engine one = Engine.loaded(ones);
    Engine other = Engine.loaded(others);
    byte[] toOne = other.diff(one.stateVector());
    byte[] toOther = one.diff(other.stateVector());
    one.apply(toOne);
    other.apply(toOther);
    assertIsWhole("synchronised", one);
    assertIsWhole("synchronised back", other);
  }

  /**
   * What is covered by what a document knows adds nothing to it; what it was given is covered. (Not
   * the bytes: what is pending is kept in the longest pieces that came.)
   */
  private void knownContents() {
    List<byte[]> shuffled = new ArrayList<>(pieces);
    Collections.shuffle(shuffled, random);
    Engine engine = new Engine();
    for (byte[] piece : shuffled.subList(0, Math.min(shuffled.size(), 30))) {
      UpdateContents contents = UpdateContents.read(piece);
      boolean covered = engine.knownContents().covers(contents);
      UpdateContents before = UpdateContents.read(engine.state());
      StateVector integrated = engine.stateVector();
      engine.apply(piece);
      UpdateContents after = UpdateContents.read(engine.state());
      assertThat(after.equals(before)).as("nothing added").isEqualTo(covered);
      assertThat(!covered || engine.stateVector().equals(integrated)).isTrue();
      assertThat(engine.knownContents().covers(contents)).isTrue();
    }
  }

  private void assertIsWhole(String how, Engine engine) {
    engine.check();
    assertThat(engine.hasPending()).as(how).isFalse();
    assertThat(engine.content()).as(how).isEqualTo(yjs.oneText("content"));
    assertSame(how + ": vector", engine.stateVector().encode(), yjs.oneBytes("vector"));
    assertSame(how + ": state", engine.state(), yjs.oneBytes("state"));
    for (List<String> diff : yjs.all("diff")) {
      StateVector known = StateVector.decode(OracleRecord.bytes(diff.get(0)));
      assertSame(how + ": diff", engine.diff(known), OracleRecord.bytes(diff.get(1)));
    }
  }
}
