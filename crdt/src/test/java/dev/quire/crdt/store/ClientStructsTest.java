package dev.quire.crdt.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.crdt.struct.Client;
import dev.quire.crdt.struct.Gc;
import dev.quire.crdt.struct.Struct;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compared with a plain list after each operation. */
class ClientStructsTest {
  private static final Client SOMEBODY = new Client(7);

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void cutting_and_joining_keep_the_order(long seed) {
    Random random = new Random(seed);
    ClientStructs structs = new ClientStructs(7, 0, new Work(Long.MAX_VALUE));
    List<Struct> model = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      int index = model.isEmpty() ? 0 : random.nextInt(model.size());
      int kind = random.nextInt(3);
      if (model.isEmpty() || kind == 0) {
        Gc gc = new Gc(SOMEBODY, structs.state(), 1 + random.nextInt(9));
        structs.append(gc);
        model.add(gc);
      } else if (kind == 1 && model.get(index).length() > 1) {
        cut(structs, model, index, random);
      } else if (index + 1 < model.size()) {
        int count = Math.min(1 + random.nextInt(4), model.size() - index - 1);
        for (int joined = index + 1; joined <= index + count; joined++) {
          structs.get(index).absorb(structs.get(joined));
        }
        structs.remove(index + 1, count);
        model.subList(index + 1, index + 1 + count).clear();
      }
      assertSame(structs, model, random);
    }
  }

  private static void cut(ClientStructs structs, List<Struct> model, int index, Random random) {
    Struct struct = model.get(index);
    int offset = 1 + random.nextInt((int) struct.length() - 1);
    Gc front = new Gc(SOMEBODY, struct.clock(), offset);
    Gc back = new Gc(SOMEBODY, struct.clock() + offset, struct.length() - offset);
    structs.set(index, front);
    structs.insert(index + 1, back);
    model.set(index, front);
    model.add(index + 1, back);
  }

  private static void assertSame(ClientStructs structs, List<Struct> model, Random random) {
    assertThat(structs.size()).isEqualTo(model.size());
    int index = random.nextInt(model.size());
    Struct struct = model.get(index);
    assertThat(structs.get(index)).isSameAs(struct);
    assertThat(structs.indexOf(struct.clock())).isEqualTo(index);
    assertThat(structs.indexOf(struct.lastClock())).isEqualTo(index);
    assertThat(structs.state()).isEqualTo(model.get(model.size() - 1).end());
  }
}
