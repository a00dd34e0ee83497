package dev.quire.crdt.oracle;

import static dev.quire.crdt.oracle.SameBytes.assertSame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.id.StateVector;
import dev.quire.crdt.update.Updates;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each case that yjs wrote down, as it was, in other orders and in other pieces. */
class FixtureTest {
  private static final int SHUFFLES = 6;

  static Stream<Fixtures.Case> cases() {
    return Fixtures.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void updatesMakeTheDocumentThatYjsMakesOfThem(Fixtures.Case each) {
    OracleRecord yjs = each.yjs();
    Engine engine = Engine.loaded(yjs.allBytes("update"));
    assertEarly(engine, yjs);
    yjs.allBytes("late").forEach(engine::apply);
    assertIs(engine, each);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void otherEncodingsAndOrdersMakeTheSameDocument(Fixtures.Case each) {
    OracleRecord yjs = each.yjs();
    Random random = new Random(7);
    List<byte[]> pieces = new ArrayList<>(yjs.allBytes("update"));
    pieces.addAll(yjs.allBytes("late"));
    pieces.addAll(yjs.allBytes("carrier"));
    for (int i = 0; i < SHUFFLES; i++) {
      Collections.shuffle(pieces, random);
      assertIs(Engine.loaded(pieces), each);
      assertIs(Engine.loaded(List.of(Updates.merge(pieces))), each);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aDocumentLoadedFromItsStateIsItself(Fixtures.Case each) {
    byte[] state = each.yjs().oneBytes("state");
    Engine engine = Engine.loaded(List.of(state));
    assertIs(engine, each);
    engine.apply(state);
    assertIs(engine, each);
  }

  /**
   * What yjs knew while the late updates were missing: content, vector, and what it had pending.
   */
  private static void assertEarly(Engine engine, OracleRecord yjs) {
    if (!yjs.has("early")) {
      return;
    }
    List<String> early = yjs.one("early");
    assertSame("vector", engine.stateVector().encode(), OracleRecord.bytes(early.get(0)));
    assertThat(engine.content()).isEqualTo(OracleRecord.text(early.get(1)));
    Engine fromYjs = Engine.loaded(List.of(OracleRecord.bytes(early.get(2))));
    assertThat(fromYjs.hasPending()).isEqualTo(engine.hasPending()).isTrue();
    assertSame("early state", engine.state(), fromYjs.state());
    engine.check();
  }

  private static void assertIs(Engine engine, Fixtures.Case each) {
    OracleRecord yjs = each.yjs();
    engine.check();
    assertThat(engine.content()).isEqualTo(yjs.oneText("content"));
    assertSame("vector", engine.stateVector().encode(), yjs.oneBytes("vector"));
    assertSame("state", engine.state(), yjs.oneBytes("state"));
    for (List<String> diff : yjs.all("diff")) {
      StateVector known = StateVector.decode(OracleRecord.bytes(diff.get(0)));
      assertSame("diff to " + known, engine.diff(known), OracleRecord.bytes(diff.get(1)));
    }
    assertThat(engine.hasPending()).isFalse();
  }
}
