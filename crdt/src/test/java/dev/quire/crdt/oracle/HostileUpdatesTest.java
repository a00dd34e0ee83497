package dev.quire.crdt.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.id.StateVector;
import dev.quire.crdt.struct.StructReader;
import dev.quire.crdt.update.Updates;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What is no update is refused as such, and by nothing else than {@link MalformedUpdateException}.
 */
class HostileUpdatesTest {
  private static final List<byte[]> GENUINE =
      Fixtures.all()
          .flatMap(each -> each.yjs().allBytes("update").stream().limit(12))
          .filter(update -> update.length < 500)
          .toList();

  @Test
  void everyUpdateThatIsCutShortIsRefused() {
    for (byte[] update : GENUINE) {
      for (int length = 0; length < update.length; length++) {
        byte[] cut = Arrays.copyOf(update, length);
        assertThatThrownBy(() -> useAll(cut)).isInstanceOf(MalformedUpdateException.class);
      }
    }
  }

  @Test
  void bytesBehindTheEndAreRefused() {
    for (byte[] update : GENUINE) {
      byte[] longer = Arrays.copyOf(update, update.length + 1);
      assertThatThrownBy(() -> useAll(longer)).isInstanceOf(MalformedUpdateException.class);
    }
  }

  @Test
  void changedBytesAreRefusedOrUsedButNeverThrowAnythingElse() {
    Random random = new Random(42);
    int refused = 0;
    for (byte[] update : GENUINE) {
      for (int round = 0; round < 60; round++) {
        refused += isRefused(changed(update, random)) ? 1 : 0;
      }
    }
    assertThat(refused).isGreaterThan(GENUINE.size());
  }

  @Test
  void whatADocumentWouldReadIsNeverRefused() {
    Random random = new Random(43);
    int read = 0;
    for (byte[] update : GENUINE) {
      for (int round = 0; round < 60; round++) {
        byte[] changed = changed(update, random);
        if (isReadable(changed)) {
          read++;
          useAll(changed);
          assertThat(isReadable(Updates.merge(List.of(changed, update)))).isTrue();
        }
      }
    }
    assertThat(read).isGreaterThan(GENUINE.size());
  }

  private static byte[] changed(byte[] update, Random random) {
    byte[] changed = update.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(changed.length);
      changed[at] =
          (byte) (random.nextBoolean() ? random.nextInt(256) : changed[at] + random.nextInt(5) - 2);
    }
    return changed;
  }

  private static boolean isReadable(byte[] update) {
    try {
      StructReader reader = new StructReader(update);
      while (reader.next() != null) {
        // Reading is the check.
      }
      reader.readDeletes();
      return true;
    } catch (MalformedUpdateException refused) {
      return false;
    }
  }

  private static boolean isRefused(byte[] update) {
    try {
      useAll(update);
      return false;
    } catch (MalformedUpdateException refused) {
      return true;
    }
  }

  private static void useAll(byte[] update) {
    Updates.isEmpty(update);
    Updates.stateVector(update);
    Updates.diff(update, StateVector.ofSorted(new long[] {1, 2}, new long[] {1, 3}));
    Updates.merge(List.of(update, update));
  }
}
