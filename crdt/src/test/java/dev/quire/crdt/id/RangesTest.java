package dev.quire.crdt.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compared with a bit set after each operation. */
class RangesTest {
  private static final int CLOCKS = 200;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void ranges_behave_like_a_bit_set(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      Ranges ranges = new Ranges();
      BitSet model = new BitSet();
      for (int i = random.nextInt(60); i >= 0; i--) {
        int start = random.nextInt(CLOCKS);
        int end = start + 1 + random.nextInt(random.nextBoolean() ? 3 : 40);
        ranges.add(start, end);
        model.set(start, end);
        assertSame(ranges, model);
      }
      Ranges other = randomRanges(random);
      BitSet otherModel = bits(other);

      Ranges union = ranges.copy();
      union.addAll(other);
      BitSet unionModel = (BitSet) model.clone();
      unionModel.or(otherModel);
      assertSame(union, unionModel);

      BitSet minusModel = (BitSet) model.clone();
      minusModel.andNot(otherModel);
      assertSame(ranges.minus(other), minusModel);

      assertThat(union.containsAll(ranges) && union.containsAll(other)).isTrue();
      assertThat(ranges.containsAll(other)).isEqualTo(unionModel.equals(model));
      assertThat(ranges.containsAny(other)).isEqualTo(model.intersects(otherModel));
    }
  }

  private static Ranges randomRanges(Random random) {
    int count = 1 + random.nextInt(random.nextBoolean() ? 2 : 50);
    long[] starts = new long[count];
    long[] ends = new long[count];
    for (int i = 0; i < count; i++) {
      starts[i] = random.nextInt(CLOCKS);
      ends[i] = starts[i] + 1 + random.nextInt(6);
    }
    return Ranges.ofUnordered(starts, ends, count);
  }

  private static BitSet bits(Ranges ranges) {
    BitSet bits = new BitSet();
    for (int i = 0; i < ranges.size(); i++) {
      bits.set((int) ranges.start(i), (int) ranges.end(i));
    }
    return bits;
  }

  private static void assertSame(Ranges ranges, BitSet model) {
    assertThat(bits(ranges)).isEqualTo(model);
    for (int i = 1; i < ranges.size(); i++) {
      assertThat(ranges.start(i)).as("ranges never touch").isGreaterThan(ranges.end(i - 1));
    }
  }
}
