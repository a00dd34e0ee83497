package dev.quire.crdt.oracle;

import static dev.quire.crdt.oracle.SameBytes.assertSame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.update.Updates;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bugs that the random programs found, each with its story. */
class RegressionTest {
  /**
   * Bob's paragraph waits for Alice's first struct; a later struct of Alice's is here, which waits
   * itself. yjs notes only the innermost of these waits: when Alice's first struct comes, Bob's
   * paragraph stays pending, although nothing of it is missing. A document loaded from the state of
   * that one showed it at once, so two servers with the same log differed.
   */
  @Test
  void whatWaitsForTwoClientsIsTriedAgainWhenEitherComes() {
    byte[] bobsParagraph = OracleRecord.bytes("AQLiue6KDRbHsOvX/QoA4rnuig0HBgQA4rnuig0WAXgA");
    byte[] alicesLater = OracleRecord.bytes("AQGw69f9CgjEsOvX/QoHsOvX/QoDAWQA");
    byte[] bobsStart =
        OracleRecord.bytes(
            "AQ/iue6KDQAHAQF4BgQA4rnuig0AAWeE4rnuig0BAWfE4rnuig0B4rnuig0CAmJmweK57ooNBOK57ooN"
                + "AgHE4rnuig0F4rnuig0CAWRH4rnuig0ABgQA4rnuig0HAmhihOK57ooNCQJqaMTiue6KDQniue6KDQoE"
                + "amVpY8Tiue6KDQ/iue6KDQoBZcbiue6KDQHiue6KDQMEYm9sZCJ7ImhyZWYiOiJodHRwOi8vYS8xIiwi"
                + "biI6WzEsbnVsbF19xOK57ooNEeK57ooNAwFixuK57ooNEuK57ooNAwRib2xkBG51bGzE4rnuig0P4rnu"
                + "ig0QAmhmAeK57ooNAQUB");
    byte[] alicesStart = OracleRecord.bytes("AQKw69f9CgAHAQF4BgQAsOvX/QoAAXgA");

    Engine engine = Engine.loaded(List.of(bobsParagraph, alicesLater, bobsStart, alicesStart));
    Engine loaded = Engine.loaded(List.of(engine.state()));

    assertThat(engine.content()).isEqualTo(loaded.content());
    assertThat(engine.stateVector().get(3512442082L)).isEqualTo(24);
    assertThat(engine.stateVector()).isEqualTo(loaded.stateVector());
    assertSame("state", engine.state(), loaded.state());
  }

  /**
   * A value of several clocks under a key: only its last clock is the value. What came before
   * stayed alive until something cut the value, so a document and the one loaded from it differed,
   * and text under a key, joined by a merge, differed from the same text unjoined.
   */
  @Test
  void ofAValueOfSeveralClocksOnlyTheLastLives() {
    // Client 1: the text "abc" under the key "k" of the root "m"; then the same typed one by one.
    byte[] atOnce = hex("01 01 01 00 24 01 01 6d 01 6b 03 61 62 63 00");
    byte[] a = hex("01 01 01 00 24 01 01 6d 01 6b 01 61 00");
    byte[] b = hex("01 01 01 01 84 01 00 01 62 00");
    byte[] c = hex("01 01 01 02 84 01 01 01 63 00");

    Engine one = Engine.loaded(List.of(atOnce));
    Engine other = Engine.loaded(List.of(a, b, c));
    Engine joined = Engine.loaded(List.of(a, Updates.merge(List.of(b, c))));

    one.check();
    assertSame("joined", joined.state(), other.state());
    assertSame("at once", one.state(), other.state());
    assertSame("loaded", Engine.loaded(List.of(one.state())).state(), one.state());
    assertThat(one.content()).contains("\"k\":\"c\"");
  }

  /**
   * An item whose origin lies behind its right origin, both in one item. Cutting the right one out
   * took the end of the left one away, and the item went to a place where no origin was.
   */
  @Test
  void anOriginBehindTheRightOriginIsStillTheLeftNeighbour() {
    // Client 2 types "abcd" into the array "a"; client 1 puts a null behind d and before c.
    byte[] text = hex("01 01 02 00 04 01 01 61 04 61 62 63 64 00");
    byte[] item = hex("01 01 01 00 c8 02 03 02 02 01 7e 00");

    Engine engine = Engine.loaded(List.of(text, item));

    engine.check();
    assertThat(engine.content()).contains("[\"a\",\"b\",\"c\",\"d\",null]");
    assertSame("loaded", Engine.loaded(List.of(engine.state())).state(), engine.state());
  }

  private static byte[] hex(String bytes) {
    return HexFormat.ofDelimiter(" ").parseHex(bytes);
  }
}
