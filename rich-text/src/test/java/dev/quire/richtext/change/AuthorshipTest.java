package dev.quire.richtext.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.id.IdSet;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AuthorshipTest {
  private static final int CLIENTS = 4;
  private static final int CLOCKS = 200;

  private static void note(Authorship writers, Random random, int from, int to) {
    for (int revision = from; revision <= to; revision++) {
      IdSet ids = new IdSet();
      ids.add(random.nextInt(CLIENTS), random.nextInt(CLOCKS), 1L + random.nextInt(9));
      writers.note(ids, revision, List.of("ada", "bob", "cyd").get(random.nextInt(3)));
    }
  }

  private static void assertSame(Authorship one, Authorship other) {
    for (long client = 0; client < CLIENTS; client++) {
      for (long clock = 0; clock < CLOCKS + 10; clock++) {
        assertThat(one.of(client, clock)).isEqualTo(other.of(client, clock));
      }
    }
    assertThat(one.encode()).isEqualTo(other.encode());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void readAgainItGoesOnAsIfItHadNeverBeenAway(long seed) {
    Authorship whole = new Authorship();
    Random random = new Random(seed);
    note(whole, random, 1, 80);
    Authorship again = Authorship.decode(whole.encode());
    assertSame(again, whole);
    note(whole, new Random(seed + 1), 81, 160);
    note(again, new Random(seed + 1), 81, 160);
    assertSame(again, whole);
  }

  @Test
  void bytesThatAreNoneAreRefused() {
    Authorship writers = new Authorship();
    note(writers, new Random(7), 1, 20);
    byte[] bytes = writers.encode();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> Authorship.decode(cut)).isInstanceOf(MalformedUpdateException.class);
    }
    byte[] ofNobody = {0, 1, 5, 1, 0, 1, 0, 1, 0};
    assertThatThrownBy(() -> Authorship.decode(ofNobody))
        .isInstanceOf(MalformedUpdateException.class);
  }
}
