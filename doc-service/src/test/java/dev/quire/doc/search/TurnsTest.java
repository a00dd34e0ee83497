package dev.quire.doc.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.doc.search.DueTexts.Claim;
import dev.quire.wire.DocumentId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** In a time that only this test moves on. */
final class TurnsTest {
  private final FakeTimer timer = new FakeTimer();
  private final FakeWork work = new FakeWork();
  private final Turns turns = new Turns(timer, work);

  /** One timer at a time is all that turns need. */
  private static final class FakeTimer implements Turns.Timer {
    private final Deque<Runnable> set = new ArrayDeque<>();
    private final List<Long> waits = new ArrayList<>();

    @Override
    public void after(long millis, Runnable call) {
      waits.add(millis);
      set.add(call);
    }

    void ring() {
      assertThat(set).hasSize(1);
      set.remove().run();
    }
  }

  /** Notes become due when they are written; what is read ends when the test says so. */
  private static final class FakeWork implements Turns.Work {
    private final Deque<Claim> noted = new ArrayDeque<>();
    private final Deque<Claim> due = new ArrayDeque<>();
    private final Set<Claim> slow = new HashSet<>();
    private final Map<Claim, Promise<Void>> held = new HashMap<>();
    private final List<Claim> begun = new ArrayList<>();
    private final List<Claim> putBack = new ArrayList<>();
    private final Set<Claim> holding = new HashSet<>();
    private Future<Void> writing = Future.succeededFuture();
    private int sweeps;

    @Override
    public Future<Void> note() {
      due.addAll(noted);
      noted.clear();
      return writing;
    }

    @Override
    public Future<Void> sweep() {
      sweeps++;
      return Future.succeededFuture();
    }

    @Override
    public Future<List<Claim>> claim(int most) {
      List<Claim> claims = new ArrayList<>();
      while (claims.size() < most && !due.isEmpty()) {
        claims.add(due.remove());
      }
      return Future.succeededFuture(claims);
    }

    @Override
    public Future<Boolean> takesLong(Claim claim) {
      return Future.succeededFuture(slow.contains(claim));
    }

    @Override
    public Future<Void> read(Claim claim) {
      begun.add(claim);
      if (!holding.contains(claim)) {
        return Future.succeededFuture();
      }
      Promise<Void> end = Promise.promise();
      held.put(claim, end);
      return end.future();
    }

    @Override
    public Future<Void> putBack(Claim claim) {
      putBack.add(claim);
      return Future.succeededFuture();
    }

    void end(Claim claim) {
      Objects.requireNonNull(held.remove(claim)).complete();
    }
  }

  private Claim edited(int document) {
    Claim claim = new Claim(new DocumentId(0, document), document);
    work.noted.add(claim);
    return claim;
  }

  /** Edited, and its reading goes on until the test ends it. */
  private Claim held(int document, boolean slow) {
    Claim claim = edited(document);
    work.holding.add(claim);
    if (slow) {
      work.slow.add(claim);
    }
    return claim;
  }

  @Test
  void anEditIsReadInTheNextTurnWhichIsHalfASecondAwayAtMost() {
    turns.start();
    Claim edit = edited(1);
    assertThat(work.begun).isEmpty();
    timer.ring();
    assertThat(work.begun).containsExactly(edit);
    assertThat(timer.waits).containsExactly(500L, 500L);
  }

  @Test
  void turnsGoOnWhileADocumentIsReadWithoutEndAndOthersAreReadMeanwhile() {
    turns.start();
    Claim huge = held(1, true);
    Claim stuck = held(2, false);
    timer.ring();
    assertThat(work.begun).containsExactly(huge, stuck);
    for (int turn = 3; turn < 20; turn++) {
      Claim edit = edited(turn);
      timer.ring();
      assertThat(work.begun).last().isEqualTo(edit);
    }
    assertThat(timer.waits).hasSize(19).containsOnly(500L);
  }

  @Test
  void aBacklogIsReadInOneTurnThoseDueTheLongestFirst() {
    turns.start();
    List<Claim> edits = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      edits.add(edited(i));
    }
    timer.ring();
    assertThat(work.begun).isEqualTo(edits);
  }

  @Test
  void oneLongDocumentIsReadAtATimeAndTheOthersWaitOrArePutBack() {
    turns.start();
    List<Claim> slow = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      slow.add(held(i, true));
    }
    Claim edit = edited(100);
    timer.ring();
    assertThat(work.begun).containsExactly(slow.get(0), edit);
    assertThat(work.putBack).isEqualTo(slow.subList(9, 12));
    work.end(slow.get(0));
    assertThat(work.begun).containsExactly(slow.get(0), edit, slow.get(1));
  }

  @Test
  void twoAreReadAtATime() {
    turns.start();
    Claim first = held(1, false);
    Claim second = held(2, false);
    Claim third = edited(3);
    timer.ring();
    assertThat(work.begun).containsExactly(first, second);
    work.end(second);
    assertThat(work.begun).containsExactly(first, second, third);
  }

  @Test
  void aWriteThatHangsHoldsUpNeitherTurnsNorWhatIsDueAlready() {
    turns.start();
    work.writing = Promise.<Void>promise().future();
    timer.ring();
    Claim due = new Claim(new DocumentId(0, 5), 5);
    work.due.add(due);
    timer.ring();
    assertThat(work.begun).containsExactly(due);
  }

  @Test
  void whatNobodyNotedIsLookedForOnlyWhenNothingIsDue() {
    turns.start();
    Claim first = held(1, false);
    Claim second = held(2, false);
    timer.ring();
    assertThat(work.sweeps).isZero();
    work.end(first);
    work.end(second);
    assertThat(work.sweeps).isPositive();
  }

  @Test
  void stoppingWaitsForWhatIsBeingReadAndTakesUpNothingMore() {
    turns.start();
    Claim first = held(1, false);
    Claim slow = held(2, true);
    held(3, true);
    timer.ring();
    Future<Void> stopped = turns.stop();
    edited(4);
    timer.ring();
    assertThat(stopped.isComplete()).isFalse();
    work.end(first);
    work.end(slow);
    assertThat(stopped.succeeded()).isTrue();
    assertThat(work.begun).containsExactly(first, slow);
    assertThat(new Turns(timer, work).stop().succeeded()).isTrue();
  }
}
