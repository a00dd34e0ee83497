package dev.quire.collab.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShardRangesTest {
  @Test
  void joinsNeighbours() {
    assertThat(ShardRanges.of(Set.of(9, 3, 1, 2, 0, 7, 10))).isEqualTo("0-3,7,9-10");
    assertThat(ShardRanges.of(List.of(1023))).isEqualTo("1023");
  }

  @Test
  void countsWhatIsTooMuchForALine() {
    List<Integer> even = IntStream.range(0, 512).map(i -> 2 * i).boxed().toList();
    assertThat(ShardRanges.of(even)).startsWith("0,2,4,").endsWith(",62 and 480 more");
  }
}
