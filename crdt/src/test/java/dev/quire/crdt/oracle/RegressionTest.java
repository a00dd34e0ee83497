package dev.quire.crdt.oracle;

import static dev.quire.crdt.oracle.SameBytes.assertSame;
import static org.assertj.core.api.Assertions.assertThat;

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
}
