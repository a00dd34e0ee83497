package dev.quire.collab.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.collab.loop.FakeLoop;
import dev.quire.wire.WireFailure;
import dev.quire.wire.WireFailure.Code;
import dev.quire.wire.doc.Append;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Appends of which nothing is heard. */
class RepeatedTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Append APPEND = new Append(List.of());
  private static final Append.Result FIRST = new Append.Result(List.of(new Append.Appended(1)));
  private static final Append.Result SECOND = new Append.Result(List.of(new Append.Conflict(1)));

  private final FakeLoop loop = new FakeLoop();
  private boolean maySendAgain = true;
  private final Future<Append.Result> result =
      new LogClient(loop, TIMEOUT).append(APPEND, () -> maySendAgain);

  @Test
  void isSentOnceWhereItIsAnsweredInTime() {
    loop.advance(999);
    loop.asked.get(0).answer().complete(FIRST);
    loop.advance(60_000);
    assertThat(loop.asked).hasSize(1);
    assertThat(result.result()).isEqualTo(FIRST);
  }

  @Test
  void isSentAgainAfterASecondAndOnceMoreAndEachCopyWaitsTillTheSameEnd() {
    loop.advance(1_000);
    assertThat(loop.asked).hasSize(2);
    loop.advance(60_000);
    assertThat(loop.asked).extracting(FakeLoop.Asked::message).containsOnly(APPEND).hasSize(3);
    assertThat(loop.asked)
        .extracting(FakeLoop.Asked::timeout)
        .containsExactly(TIMEOUT, Duration.ofSeconds(9), Duration.ofSeconds(7));
    assertThat(result.isComplete()).isFalse();
  }

  @Test
  void isNotSentAgainOnceItMayNotBe() {
    loop.advance(1_000);
    maySendAgain = false;
    loop.advance(60_000);
    assertThat(loop.asked).hasSize(2);
  }

  @Test
  void theFirstAnswerCountsWhicheverCopyItIsTo() {
    loop.advance(1_000);
    loop.asked.get(1).answer().complete(FIRST);
    loop.asked.get(0).answer().complete(SECOND);
    loop.advance(60_000);
    assertThat(result.result()).isEqualTo(FIRST);
    assertThat(loop.asked).hasSize(2);
  }

  @Test
  void isNotSentAgainWhereNothingWasDoneAndWhoAsksDecides() {
    fail(0, Code.UNAVAILABLE);
    assertThat(code()).isEqualTo(Code.UNAVAILABLE);
    loop.advance(60_000);
    assertThat(loop.asked).hasSize(1);
  }

  /** The other may be in the log, or come into it yet. */
  @Test
  void isOfUnknownOutcomeWhereOneCopyWasNotTakenAndOfTheOtherNothingIsHeard() {
    loop.advance(1_000);
    fail(1, Code.UNAVAILABLE);
    assertThat(result.isComplete()).isFalse();
    loop.advance(1_999);
    fail(0, Code.TIMEOUT);
    assertThat(result.cause()).isInstanceOf(LogClient.UnknownOutcome.class);
    loop.advance(60_000);
    assertThat(loop.asked).hasSize(2);
  }

  @Test
  void whatTheLogCanNeverKeepIsRefusedAtOnce() {
    loop.advance(1_000);
    fail(1, Code.INVALID);
    assertThat(LogClient.isRefused(result.cause())).isTrue();
  }

  private void fail(int copy, Code code) {
    loop.asked.get(copy).answer().fail(new WireFailure(code, "So it is."));
  }

  private Code code() {
    return ((WireFailure) result.cause()).code();
  }
}
