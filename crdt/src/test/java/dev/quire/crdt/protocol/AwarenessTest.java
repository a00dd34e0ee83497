package dev.quire.crdt.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.quire.crdt.fault.MalformedUpdateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AwarenessTest {
  private long now = 1_000_000;
  private final Heard heardByAlice = new Heard();
  private final Heard heardByBob = new Heard();
  private final Awareness alice = new Awareness(1, () -> now, heardByAlice);
  private final Awareness bob = new Awareness(2, () -> now, heardByBob);

  /** What a listener was told, word for word. */
  private static final class Heard implements Awareness.Listener {
    private final List<String> words = new ArrayList<>();

    @Override
    public void changed(AwarenessChange change) {
      words.add("changed" + text(change));
    }

    @Override
    public void updated(AwarenessChange change) {
      words.add("updated" + text(change));
    }

    private static String text(AwarenessChange change) {
      return " +" + change.added() + " ~" + change.updated() + " -" + change.removed();
    }

    List<String> take() {
      List<String> taken = List.copyOf(words);
      words.clear();
      return taken;
    }
  }

  private void tell(Awareness from, Awareness to) {
    to.apply(from.encode(from.states().keySet()), "wire");
  }

  @Test
  void aStateReachesOthersAndOnlyChangesAreTold() {
    alice.setLocalState(Map.of("name", "Alice"));
    tell(alice, bob);
    assertThat(bob.states()).containsEntry(1L, Map.of("name", "Alice"));
    assertThat(heardByBob.take()).endsWith("changed +[1] ~[] -[]", "updated +[1] ~[] -[]");
    tell(alice, bob);
    assertThat(heardByBob.take()).isEmpty();
    alice.setLocalState(Map.of("name", "Alice"));
    tell(alice, bob);
    assertThat(heardByBob.take()).containsExactly("updated +[] ~[1] -[]");
    alice.setLocalStateField("cursor", 5);
    tell(alice, bob);
    assertThat(heardByBob.take()).containsExactly("changed +[] ~[1] -[]", "updated +[] ~[1] -[]");
    assertThat(bob.states().get(1L)).isEqualTo(Map.of("name", "Alice", "cursor", 5L));
  }

  @Test
  void whoLeavesIsGoneAndWhatComesLateDoesNotBringThemBack() {
    alice.setLocalState(Map.of("name", "Alice"));
    byte[] late = alice.encode(List.of(1L));
    tell(alice, bob);
    heardByBob.take();
    alice.setLocalState(null);
    bob.apply(alice.encode(List.of(1L)), "wire");
    assertThat(bob.states()).doesNotContainKey(1L);
    assertThat(heardByBob.take()).containsExactly("changed +[] ~[] -[1]", "updated +[] ~[] -[1]");
    bob.apply(late, "wire");
    assertThat(bob.states()).doesNotContainKey(1L);
  }

  @Test
  void aRemovalUnderTheSameClockHolds() {
    alice.setLocalState(Map.of("name", "Alice"));
    tell(alice, bob);
    byte[] gone = AwarenessUpdate.decode(alice.encode(List.of(1L))).modify(state -> null).encode();
    bob.apply(gone, "server");
    assertThat(bob.states()).doesNotContainKey(1L);
    assertThat(bob.clock(1)).isEqualTo(alice.clock(1));
  }

  @Test
  void nobodyElseTakesTheLocalStateAway() {
    alice.setLocalState(Map.of("name", "Alice"));
    long clock = alice.clock(1);
    alice.apply(
        new AwarenessUpdate(List.of(new AwarenessUpdate.Entry(1, clock + 3, null))).encode(),
        "wire");
    assertThat(alice.localState()).isEqualTo(Map.of("name", "Alice"));
    assertThat(alice.clock(1)).isEqualTo(clock + 4);
  }

  @Test
  void silenceOfThirtySecondsCountsAsGone() {
    alice.setLocalState(Map.of("name", "Alice"));
    tell(alice, bob);
    now += Awareness.OUTDATED_MILLIS - 1;
    bob.tick();
    assertThat(bob.states()).containsKey(1L);
    now += 1;
    heardByBob.take();
    bob.tick();
    assertThat(bob.states()).containsOnlyKeys(2L);
    assertThat(heardByBob.take()).containsExactly("changed +[] ~[] -[1]", "updated +[] ~[] -[1]");
  }

  @Test
  void theLocalStateIsRepeatedBeforeOthersMissIt() {
    long clock = alice.clock(1);
    now += Awareness.OUTDATED_MILLIS / 2;
    heardByAlice.take();
    alice.tick();
    assertThat(alice.clock(1)).isEqualTo(clock + 1);
    assertThat(heardByAlice.take()).containsExactly("updated +[] ~[1] -[]");
  }

  @Test
  void strangersAreForgottenOrPassedOverWhereTheyAreTooMany() {
    List<AwarenessUpdate.Entry> many =
        LongStream.range(10, 10 + Awareness.MAX_CLIENTS)
            .mapToObj(client -> new AwarenessUpdate.Entry(client, 1, "here"))
            .toList();
    alice.apply(new AwarenessUpdate(many).encode(), "wire");
    assertThat(alice.states()).hasSize(Awareness.MAX_CLIENTS);
    long passedOver = 9L + Awareness.MAX_CLIENTS;
    assertThat(alice.clock(passedOver)).isEqualTo(-1);
    alice.remove(List.of(10L), "closed");
    alice.apply(new AwarenessUpdate(many).encode(), "wire");
    assertThat(alice.clock(10)).isEqualTo(-1);
    assertThat(alice.states()).containsKey(passedOver);
  }

  @Test
  void bytesAreThoseOfTheProtocol() {
    AwarenessUpdate update =
        new AwarenessUpdate(
            List.of(
                new AwarenessUpdate.Entry(5, 7, Map.of("a", 1)),
                new AwarenessUpdate.Entry(6, 0, null)));
    byte[] bytes = update.encode();
    assertThat(bytes)
        .isEqualTo(
            new byte[] {
              2, 5, 7, 7, '{', '"', 'a', '"', ':', '1', '}', 6, 0, 4, 'n', 'u', 'l', 'l'
            });
    assertThat(AwarenessUpdate.decode(bytes).encode()).isEqualTo(bytes);
    assertThatThrownBy(() -> AwarenessUpdate.decode(new byte[] {1, 5, 7, 1, '{'}))
        .isInstanceOf(MalformedUpdateException.class);
    assertThatThrownBy(() -> AwarenessUpdate.decode(new byte[] {9, 5}))
        .isInstanceOf(MalformedUpdateException.class);
    assertThatThrownBy(() -> alice.encode(Collections.singletonList(99L)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aCrowdOfStrangersCostsNoMoreThanItsBytes() {
    List<AwarenessUpdate.Entry> here = new ArrayList<>();
    for (long whose = 10; alice.states().size() + here.size() < Awareness.MAX_CLIENTS; whose++) {
      here.add(new AwarenessUpdate.Entry(whose, 1, Map.of()));
    }
    alice.apply(new AwarenessUpdate(here).encode(), "wire");
    alice.remove(here.stream().skip(9_000).map(AwarenessUpdate.Entry::client).toList(), "closed");
    List<AwarenessUpdate.Entry> gone = new ArrayList<>();
    LongStream.range(100_000, 300_000)
        .forEach(whose -> gone.add(new AwarenessUpdate.Entry(whose, 1, null)));
    byte[] update = new AwarenessUpdate(gone).encode();
    assertTimeout(Duration.ofSeconds(5), () -> alice.apply(update, "wire"));
    assertThat(alice.clock(299_999)).isEqualTo(1);
    assertThat(alice.clock(100_000)).isEqualTo(-1);
    assertThat(alice.states()).hasSize(9_001);
  }

  @Test
  void statesTakeNoMoreThanTheirBytes() {
    Awareness small = new Awareness(1, () -> now, new Heard(), 1_000);
    small.apply(told(2, 1, "x".repeat(100)), "wire");
    small.apply(told(3, 1, "x".repeat(400)), "wire");
    assertThat(small.states()).containsOnlyKeys(1L, 2L);
    small.apply(told(2, 2, "x".repeat(500)), "wire");
    assertThat(small.states()).containsEntry(2L, "x".repeat(100));
    assertThat(small.clock(2)).isEqualTo(1);
    small.apply(told(2, 3, "short"), "wire");
    assertThat(small.states()).containsEntry(2L, "short");
    small.apply(told(4, 1, "x".repeat(300)), "wire");
    assertThat(small.states()).containsKey(4L);
    small.apply(told(5, 1, "x".repeat(300)), "wire");
    assertThat(small.states()).doesNotContainKey(5L);
    small.remove(List.of(4L), "closed");
    small.apply(told(5, 1, "x".repeat(300)), "wire");
    assertThat(small.states()).containsKey(5L);
    small.apply(told(5, 2, null), "wire");
    small.apply(told(6, 1, "x".repeat(300)), "wire");
    assertThat(small.states()).containsOnlyKeys(1L, 2L, 6L);
  }

  @Test
  void noClockThatOthersTellKeepsThisClientFromCounting() {
    long highest = (1L << 53) - 1;
    alice.setLocalState(Map.of("name", "Alice"));
    alice.apply(told(1, highest, "taken"), "wire");
    alice.apply(told(1, highest, null), "wire");
    assertThat(alice.localState()).isEqualTo(Map.of("name", "Alice"));
    alice.setLocalState(Map.of("name", "Bob"));
    tell(alice, bob);
    assertThat(bob.states()).containsEntry(1L, Map.of("name", "Bob"));
    bob.apply(told(3, highest, "the last"), "wire");
    assertThat(AwarenessUpdate.decode(bob.encode(List.of(3L))).entries().get(0).clock())
        .isEqualTo(highest);
  }

  private static byte[] told(long client, long clock, @Nullable Object state) {
    return new AwarenessUpdate(List.of(new AwarenessUpdate.Entry(client, clock, state))).encode();
  }
}
