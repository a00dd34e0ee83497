package dev.quire.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class AnswerersTest {
  private final Answerers answerers = new Answerers();

  @Test
  void thoseWhoAnswerACallTakeTurns() {
    says(0, "one", "read", "append");
    says(0, "two", "append");

    assertThat(asked("append", 10)).containsOnly("one", "two").filteredOn("one"::equals).hasSize(5);
    assertThat(asked("read", 10)).containsOnly("one");
    assertThat(answerers.next("other", List.of())).isEmpty();
  }

  @Test
  void whoeverHasBeenAskedIsNotAskedAgain() {
    says(0, "one", "append");
    says(0, "two", "append");

    assertThat(answerers.next("append", Set.of("one"))).contains("two");
    assertThat(answerers.next("append", Set.of("one", "two"))).isEmpty();
  }

  @Test
  void whatIsWithdrawnIsNotAskedForAnyMore() {
    says(0, "one", "append");
    says(0, "two", "append");
    says(100, "one");

    assertThat(asked("append", 10)).containsOnly("two");
  }

  @Test
  void whoIsSilentForThreeSecondsIsGoneUntilItIsHeardAgain() {
    says(0, "one", "append");
    says(1000, "two", "append");

    assertThat(answerers.fallenSilent(Answerers.SILENCE_MILLIS - 1)).isEmpty();
    assertThat(answerers.fallenSilent(Answerers.SILENCE_MILLIS)).containsExactly("one");
    assertThat(answerers.fallenSilent(Answerers.SILENCE_MILLIS)).isEmpty();
    assertThat(asked("append", 4)).containsOnly("two");

    says(5000, "one", "append");
    assertThat(asked("append", 4)).contains("one");
  }

  private void says(long atMillis, String node, String... calls) {
    answerers.heard(new Answering(node, List.of(calls)), atMillis);
  }

  private List<String> asked(String call, int times) {
    return IntStream.range(0, times)
        .mapToObj(i -> answerers.next(call, List.of()).orElseThrow())
        .toList();
  }
}
