package dev.quire.crdt.oracle;

import static dev.quire.crdt.oracle.SameBytes.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.id.StateVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Updates that no client writes: refused with nothing changed, or taken without breaking anything.
 */
class HostileDocumentTest {
  private static final int ROUNDS = Integer.getInteger("quire.oracle.hostile.rounds", 12);

  static Stream<Fixtures.Case> cases() {
    return Fixtures.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aDocumentSurvivesChangedUpdates(Fixtures.Case each) {
    List<byte[]> updates = each.yjs().allBytes("update");
    for (int round = 0; round < ROUNDS; round++) {
      Random random = new Random(round);
      Engine engine = new Engine();
      List<byte[]> taken = new ArrayList<>();
      for (byte[] update : updates) {
        byte[] sent = random.nextInt(3) == 0 ? changed(update, random) : update;
        if (isTaken(engine, sent)) {
          taken.add(sent);
        }
      }
      engine.check();
      byte[] state = engine.state();
      Engine again = Engine.loaded(List.of(state));
      again.check();
      assertThat(again.stateVector()).isEqualTo(engine.stateVector());
      taken.forEach(engine::apply);
      assertSame(each + ", round " + round + ": all again", engine.state(), state);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatIsRefusedChangesNothing(Fixtures.Case each) {
    Engine engine = Engine.loaded(List.of(each.yjs().oneBytes("state")));
    for (byte[] update : each.yjs().allBytes("update")) {
      byte[] cut = Arrays.copyOf(update, update.length - 1);
      assertThatThrownBy(() -> engine.apply(cut)).isInstanceOf(MalformedUpdateException.class);
    }
    assertSame("state", engine.diff(StateVector.EMPTY), each.yjs().oneBytes("state"));
    engine.check();
  }

  private static boolean isTaken(Engine engine, byte[] update) {
    try {
      engine.apply(update);
      return true;
    } catch (MalformedUpdateException refused) {
      return false;
    }
  }

  static byte[] changed(byte[] update, Random random) {
    byte[] changed = update.clone();
    for (int i = random.nextInt(2); i >= 0; i--) {
      int at = random.nextInt(changed.length);
      changed[at] =
          (byte) (random.nextBoolean() ? random.nextInt(256) : changed[at] + random.nextInt(5) - 2);
    }
    return changed;
  }

  /** Whatever the order: nothing throws, every invariant holds, and nothing stays pending. */
  @Test
  void everyStructThatIsReadHasAPlace() {
    for (int seed = 0; seed < ROUNDS * 50; seed++) {
      List<byte[]> log = new ArrayList<>(HostileLog.of(seed, 40));
      for (int order = 0; order < 3; order++) {
        Engine engine = Engine.loaded(log);
        engine.check();
        assertThat(engine.content()).as("seed %d", seed).isNotEmpty();
        Engine loaded = Engine.loaded(List.of(engine.state()));
        loaded.check();
        assertThat(loaded.stateVector()).as("seed %d", seed).isEqualTo(engine.stateVector());
        log.forEach(loaded::apply);
        loaded.check();
        Collections.shuffle(log, new Random(seed));
      }
    }
  }
}
