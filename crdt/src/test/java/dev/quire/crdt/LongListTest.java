package dev.quire.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of thousands of items, edited by index and from afar, compared with plain ones. */
@Timeout(60)
class LongListTest {
  private static final int STEPS = 3000;

  private final YDoc alice = new YDoc(DocOptions.DEFAULT.withClientId(1));
  private final YDoc bob = new YDoc(DocOptions.DEFAULT.withClientId(2));

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void a_text_edited_at_random_is_that_of_a_string(long seed) {
    Random random = new Random(seed);
    StringBuilder model = new StringBuilder();
    YText text = alice.getText("t");
    for (int i = 0; i < STEPS; i++) {
      int index = random.nextInt(model.length() + 1);
      if (random.nextInt(3) > 0) {
        String more = "x".repeat(1 + random.nextInt(4)) + (char) ('a' + random.nextInt(26));
        text.insert(index, more);
        model.insert(index, more);
      } else {
        int length = Math.min(random.nextInt(9), model.length() - index);
        text.delete(index, length);
        model.delete(index, index + length);
      }
      if (i % 500 == 0) {
        alice.check();
        assertThat(text).hasToString(model.toString());
      }
    }
    assertThat(text).hasToString(model.toString());
    assertLoadsTheSame();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void an_array_edited_at_random_is_that_of_a_list(long seed) {
    Random random = new Random(seed);
    List<Object> model = new ArrayList<>();
    YArray array = alice.getArray("a");
    for (int i = 0; i < STEPS; i++) {
      int index = random.nextInt(model.size() + 1);
      if (random.nextInt(3) > 0 || index == model.size()) {
        array.insert(index, List.of((long) i, "s" + i));
        model.addAll(index, List.of((long) i, "s" + i));
      } else {
        assertThat(array.get(index)).isEqualTo(model.get(index));
        array.delete(index, 1);
        model.remove(index);
      }
    }
    alice.check();
    assertThat(array.toList()).isEqualTo(model);
    assertLoadsTheSame();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void concurrent_edits_and_formats_leave_equal_documents(long seed) {
    Random random = new Random(seed);
    YText text = alice.getText("t");
    YText same = bob.getText("t");
    for (int i = 0; i < STEPS / 3; i++) {
      edit(text, random);
      edit(same, random);
      if (i % 20 == 0) {
        bob.applyUpdate(alice.encodeStateAsUpdate(bob.stateVector()));
        alice.applyUpdate(bob.encodeStateAsUpdate(alice.stateVector()));
        assertThat(same.toDelta()).isEqualTo(text.toDelta());
      }
    }
    alice.check();
    assertLoadsTheSame();
  }

  private static void edit(YText text, Random random) {
    int length = (int) text.length();
    int index = random.nextInt(length + 1);
    int count = Math.min(random.nextInt(6), length - index);
    switch (random.nextInt(5)) {
      case 0 -> text.delete(index, count);
      case 1 -> text.format(index, count, Map.of("b", random.nextInt(2)));
      default -> text.insert(index, "" + random.nextInt(1000));
    }
  }

  private void assertLoadsTheSame() {
    YDoc loaded = new YDoc();
    loaded.applyUpdate(alice.encodeStateAsUpdate());
    assertThat(loaded.encodeStateAsUpdate()).isEqualTo(alice.encodeStateAsUpdate());
    assertThat(loaded.getText("t").toDelta()).isEqualTo(alice.getText("t").toDelta());
  }
}
