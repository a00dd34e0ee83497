package dev.quire.crdt.collection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LongMapTest {
  @Test
  void it_behaves_like_a_map() {
    Random random = new Random(42);
    LongMap<Integer> map = new LongMap<>();
    TreeMap<Long, Integer> model = new TreeMap<>();
    for (int i = 0; i < 20_000; i++) {
      long key = random.nextBoolean() ? random.nextInt(3000) : random.nextLong() >>> 11;
      if (random.nextInt(3) == 0) {
        assertThat(map.remove(key)).isEqualTo(model.remove(key));
        assertThat(map.get(key)).isNull();
      } else {
        map.put(key, i);
        model.put(key, i);
        assertThat(map.get(key)).isEqualTo(i);
      }
    }
    assertThat(map.size()).isEqualTo(model.size());
    assertThat(map.sortedKeys()).containsExactly(model.keySet().toArray(Long[]::new));
    model.forEach((key, value) -> assertThat(map.get(key)).isEqualTo(value));
    assertThat(map.get(-7)).isNull();
  }
}
