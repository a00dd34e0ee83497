package dev.quire.collab.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LockThreadTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final CountDownLatch answer = new CountDownLatch(1);
  private final Locks locks = new Locks();
  private final Reports reports = new Reports();
  private final String process = "collab-" + System.identityHashCode(this);
  private final LockThread thread = new LockThread(locks, reports, process);

  @AfterEach
  void answer() {
    answer.countDown();
  }

  @Test
  void locksAreGivenBackBeforeItEnds() throws Exception {
    hold(Set.of(1, 2));
    thread.stop();

    assertThat(locks.taken).isEmpty();
    assertThat(reports.all).endsWith("released 1", "released 2");
  }

  @Test
  void locksThatCannotBeGivenBackAreLost() throws Exception {
    hold(Set.of(1, 2));
    locks.areGone = true;
    thread.stop();

    assertThat(reports.all).endsWith("lost 1", "lost 2");
  }

  /** It was the next member's lock by then that the late word was taken for. */
  @Test
  void whatAThreadThatWasHeldUpFindsOutAfterItWasGivenUpReachesNobody() throws Exception {
    hold(Set.of(1, 2));
    locks.areSilent = true;
    thread.want(Set.of(1, 2, 3));
    await().atMost(PATIENCE).until(() -> locks.isAsked);
    thread.stop();
    assertThat(reports.all).endsWith("lost 1", "lost 2").hasSize(4);
    List<String> before = List.copyOf(reports.all);
    int heard = reports.heard.get();

    locks.taken.clear();
    answer.countDown();
    await().atMost(PATIENCE).until(() -> !isAlive());
    assertThat(reports.all).isEqualTo(before);
    assertThat(reports.heard).hasValue(heard);
  }

  private void hold(Set<Integer> shards) {
    thread.want(shards);
    thread.start();
    await().atMost(PATIENCE).until(() -> locks.taken.size() == shards.size());
    await().atMost(PATIENCE).until(() -> reports.heard.get() > 0);
  }

  private boolean isAlive() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(each -> each.getName().equals(process + "-locks"));
  }

  /** A lock service that can fall silent, or lose all locks. */
  private final class Locks implements ShardLocks {
    final List<Integer> taken = new CopyOnWriteArrayList<>();
    volatile boolean areSilent;
    volatile boolean isAsked;
    volatile boolean areGone;

    @Override
    public long tryLock(int shard) {
      reach();
      taken.add(shard);
      return 1;
    }

    @Override
    public boolean isHeld(int shard) {
      reach();
      return taken.contains(shard);
    }

    @Override
    public void unlock(int shard) {
      reach();
      taken.remove((Integer) shard);
    }

    private void reach() {
      if (areSilent) {
        isAsked = true;
        awaitAnswer();
      }
      if (areGone) {
        throw new IllegalStateException("ended");
      }
    }

    private void awaitAnswer() {
      try {
        answer.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  private static final class Reports implements LockRounds.Listener {
    final List<String> all = new CopyOnWriteArrayList<>();
    final AtomicInteger heard = new AtomicInteger();

    @Override
    public void heard() {
      heard.incrementAndGet();
    }

    @Override
    public void locked(int shard, long fence) {
      all.add("locked " + shard);
    }

    @Override
    public void released(int shard) {
      all.add("released " + shard);
    }

    @Override
    public void lost(int shard) {
      all.add("lost " + shard);
    }
  }
}
