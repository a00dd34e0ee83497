package dev.quire.crdt.oracle;

import static dev.quire.crdt.oracle.SameBytes.assertSame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.KnownContents;
import dev.quire.crdt.UpdateContents;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.id.StateVector;
import dev.quire.crdt.lazy.FoldedDoc;
import dev.quire.crdt.lazy.LazyDoc;
import dev.quire.crdt.update.Updates;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A document held as bytes is worth as much as one that is loaded: whatever comes, in whatever
 * order, however often, and whatever is done to its runs meanwhile.
 */
final class LazyLaws {
  private final OracleRecord yjs;
  private final Random random;
  private final List<byte[]> updates;
  private final List<byte[]> pieces;

  LazyLaws(OracleRecord yjs, List<byte[]> updates, List<byte[]> pieces, Random random) {
    this.yjs = yjs;
    this.updates = updates;
    this.pieces = pieces;
    this.random = random;
  }

  void hold() {
    absorbed(updates, false);
    absorbed(updates, true);
    absorbed(pieces, random.nextBoolean());
    differences();
  }

  /**
   * @param compacts whether its runs are also replaced by those of a loaded document, which knows
   *     more: what was deleted with its parent
   */
  private void absorbed(List<byte[]> from, boolean compacts) {
    List<byte[]> some = new ArrayList<>(from);
    from.stream().filter(piece -> random.nextInt(4) == 0).forEach(some::add);
    Collections.shuffle(some, random);
    LazyDoc lazy = LazyDoc.empty();
    Engine engine = new Engine();
    KnownContents told = new KnownContents();
    for (byte[] piece : some) {
      UpdateContents contents = UpdateContents.read(piece);
      boolean known = lazy.covers(contents);
      assertThat(compacts ? known || !told.covers(contents) : known == told.covers(contents))
          .as("knows what it was told, and nothing else")
          .isTrue();
      lazy.absorb(piece);
      engine.apply(piece);
      told.add(contents);
      assertThat(lazy.covers(contents)).isTrue();
      change(lazy, engine, compacts, from == updates);
    }
    assertThat(lazy.stateVector()).isEqualTo(engine.stateVector());
    assertIsWhole("absorbed", Engine.loaded(List.of(lazy.encode())));
    YDoc thawed = lazy.thaw();
    assertThat(thawed.hasPending()).isFalse();
    assertSame("thawed", thawed.encodeStateAsUpdate(), yjs.oneBytes("state"));
    assertSame(
        "compacted", lazy.freeze().compact(DocOptions.DEFAULT).bytes(), yjs.oneBytes("state"));
  }

  private void change(LazyDoc lazy, Engine engine, boolean compacts, boolean exact) {
    switch (random.nextInt(12)) {
      case 0 -> lazy.fold();
      case 1 -> assertThat(lazy.replace(lazy.pin().fold())).isTrue();
      case 2 -> whilePending(lazy, engine, exact);
      case 3 -> {
        if (compacts) {
          FoldedDoc folded = lazy.pin().compact(DocOptions.DEFAULT);
          assertThat(lazy.replace(folded)).isTrue();
        }
      }
      case 4 -> lazy.pin();
      case 5 -> lazy.unpin();
      default -> {}
    }
  }

  /**
   * Whatever is missing, it is what the loaded document is, to the byte. Unless a struct may have
   * come in two forms, as an item and collected: a loaded document keeps whichever came first, and
   * what is collected waits for nothing, so that even what is shown may differ until all is there.
   */
  private void whilePending(LazyDoc lazy, Engine engine, boolean exact) {
    Engine thawed = Engine.loaded(List.of(lazy.encode()));
    LazyDoc opened = LazyDoc.open(lazy.encode());
    if (exact) {
      assertThat(thawed.content()).isEqualTo(engine.content());
      assertThat(thawed.stateVector()).isEqualTo(engine.stateVector());
      assertSame("while pending", lazy.thaw().encodeStateAsUpdate(), engine.state());
      assertSame("opened while pending", thawed.state(), engine.state());
    }
    assertThat(opened.stateVector()).isEqualTo(lazy.stateVector());
    assertThat(opened.covers(UpdateContents.read(lazy.encode()))).isTrue();
    assertThat(lazy.covers(UpdateContents.read(opened.encode()))).isTrue();
    engine
        .stateVector()
        .toMap()
        .forEach(
            (client, clock) ->
                assertThat(lazy.stateVector().get(client)).isGreaterThanOrEqualTo(clock));
  }

  private void differences() {
    List<byte[]> ones = pieces.stream().filter(piece -> random.nextBoolean()).toList();
    List<byte[]> others = pieces.stream().filter(piece -> !ones.contains(piece)).toList();
    LazyDoc one = LazyDoc.empty();
    ones.forEach(one::absorb);
    Engine other = Engine.loaded(others);
    byte[] toOther = one.encode(other.stateVector());
    byte[] toOne = other.diff(one.stateVector());
    other.apply(toOther);
    one.absorb(toOne);
    assertIsWhole("synchronised", other);
    assertIsWhole("synchronised back", Engine.loaded(List.of(one.encode())));

    byte[] state = one.encode();
    LazyDoc opened = LazyDoc.open(state);
    for (List<String> diff : yjs.all("diff")) {
      StateVector known = StateVector.decode(OracleRecord.bytes(diff.get(0)));
      assertSame("difference", opened.encode(known), Updates.diff(state, known));
    }
  }

  private void assertIsWhole(String how, Engine engine) {
    assertThat(engine.hasPending()).as(how).isFalse();
    assertThat(engine.content()).as(how).isEqualTo(yjs.oneText("content"));
    assertSame(how + ": state", engine.state(), yjs.oneBytes("state"));
  }
}
