package dev.quire.collab.lease;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.quire.collab.loop.FakeLoop;
import dev.quire.wire.WireFailure;
import dev.quire.wire.doc.TakeShards;
import dev.quire.wire.session.Routes;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What many shards have in common is done, and told, once. */
class LeaseWorkTest {
  private static final int SHARDS = 128;
  private static final String ME = "collab-1";
  private static final String OTHER = "collab-2";

  private final FakeLoop loop = new FakeLoop();
  private final List<Integer> closing = new ArrayList<>();
  private final LeaseWork work =
      new LeaseWork(
          loop,
          ME,
          SHARDS,
          Duration.ofSeconds(10),
          new NoDocuments(),
          new ShardWork(SHARDS),
          BalanceRules.DEFAULT,
          new KnownOwners(SHARDS),
          wanted -> {});
  private final ListAppender<ILoggingEvent> told = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(Losses.class);

  @BeforeEach
  void listen() {
    told.start();
    logger.addAppender(told);
    logger.setLevel(Level.WARN);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(told);
    logger.setLevel(null);
  }

  @Test
  void whatComesInOneAnswerIsAnnouncedInOneMessage() {
    claimAll();
    answer(0, 1);
    assertThat(routes()).singleElement().satisfies(r -> assertThat(r.owned()).hasSize(SHARDS));
    assertThat(work.readiness().settled().succeeded()).isTrue();
  }

  @Test
  void whatLanesCloseInOneTurnIsGivenInOneMessage() {
    claimAll();
    answer(0, 1);
    loop.published.clear();
    Future<Void> drained = work.drain();
    loop.advance(0);
    assertThat(closing).hasSize(SHARDS);
    Routes last = routes().get(routes().size() - 1);
    assertThat(last.given()).hasSize(SHARDS);
    assertThat(routes()).hasSizeLessThan(4);
    assertThat(drained.succeeded()).isTrue();
  }

  @Test
  void whatIsLostAtOnceIsOneLine() {
    claimAll();
    answer(0, 1);
    List<Routes.Owned> theirs =
        IntStream.range(0, 100).mapToObj(shard -> new Routes.Owned(shard, 2)).toList();
    work.announced(new Routes(OTHER, 1, theirs, false));
    loop.advance(0);
    assertThat(told.list)
        .singleElement()
        .satisfies(
            line ->
                assertThat(line.getFormattedMessage())
                    .isEqualTo("event=shards-lost count=100 shards=0-99"));
  }

  @Test
  void aClaimThatIsNotAnsweredIsTriedAgainEachTimeWithMorePatience() {
    claimAll();
    for (int attempt = 0; attempt < 4; attempt++) {
      loop.asked
          .get(attempt)
          .answer()
          .fail(new WireFailure(WireFailure.Code.TIMEOUT, "No answer in time."));
      loop.advance(Patience.HOLD_OFF_MILLIS);
      work.lockServiceHeard();
      work.tick();
      loop.advance(0);
    }
    assertThat(loop.asked)
        .extracting(asked -> asked.timeout().toMillis())
        .containsExactly(2_500L, 5_000L, 10_000L, 10_000L, 10_000L);
    answer(4, 1);
    assertThat(work.epochOf(7)).isEqualTo(1);
  }

  private void claimAll() {
    work.lockServiceHeard();
    work.members(Set.of(ME));
    for (int shard = 0; shard < SHARDS; shard++) {
      work.locked(shard, 1);
    }
    loop.advance(0);
    loop.published.clear();
  }

  private void answer(int request, long epoch) {
    List<TakeShards.Epoch> epochs =
        IntStream.range(0, SHARDS)
            .mapToObj(shard -> new TakeShards.Epoch(shard, epoch, true))
            .toList();
    loop.asked.get(request).answer().complete(new TakeShards.Taken("one", epochs));
    loop.advance(0);
  }

  private List<Routes> routes() {
    return loop.published.stream().map(Routes.class::cast).toList();
  }

  /** Lanes that have nothing to flush. */
  private final class NoDocuments implements LeaseWork.Lanes {
    @Override
    public int count() {
      return 1;
    }

    @Override
    public void open(int shard, long epoch, String incarnation) {
      // Nobody has a document open.
    }

    @Override
    public void lost(int shard, long epoch) {
      // Nor here.
    }

    @Override
    public Future<Void> close(int shard) {
      closing.add(shard);
      return Future.succeededFuture();
    }
  }
}
