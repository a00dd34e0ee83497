package dev.quire.collab.lease;

import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that holds this process's locks. A lock of the lock service belongs to a session
 * and a thread, and nothing tells a holder that it has lost one: so one thread takes them all,
 * gives them back, and asks, in {@link LockRounds}.
 *
 * <p>{@link #want} and {@link #stop} may be called from any thread; the listener is called on this
 * one or on the one that stops it, never by both at once, and must not block.
 */
final class LockThread {
  private static final Logger log = LoggerFactory.getLogger(LockThread.class);
  private static final long POLL_NANOS = 250_000_000;
  private static final long STOP_MILLIS = 3_000;

  private final LockReports reports;
  private final LockRounds rounds;
  private final Thread thread;
  private volatile Set<Integer> wanted = Set.of();
  private volatile boolean stopping;

  LockThread(ShardLocks locks, LockRounds.Listener listener, String process) {
    reports = new LockReports(listener);
    rounds = new LockRounds(locks, reports);
    thread = new Thread(this::run, process + "-locks");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** The locks to hold from now on; the others are given back. */
  void want(Set<Integer> shards) {
    wanted = Set.copyOf(shards);
    LockSupport.unpark(thread);
  }

  /**
   * Gives every lock back and ends. Blocks until it has, and not for long: where the lock service
   * does not answer, the locks end with the session, and are told to be lost. The listener hears
   * nothing after this has returned, however late the thread's last call is answered.
   */
  void stop() throws InterruptedException {
    stopping = true;
    LockSupport.unpark(thread);
    try {
      thread.join(STOP_MILLIS);
    } finally {
      reports.end();
    }
  }

  private void run() {
    while (!stopping) {
      Set<Integer> round = wanted;
      try {
        rounds.round(round, () -> stopping);
      } catch (RuntimeException e) {
        // Hazelcast's own exceptions, and those of the platform that it throws when it is being
        // stopped or a session has ended: none may end the one thread that holds the locks.
        // Nothing is heard: after a while the epochs alone decide.
        log.warn("the lock service does not answer: {}", e.toString());
      }
      if (round == wanted && !stopping) {
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
    try {
      rounds.round(Set.of(), () -> true);
    } catch (RuntimeException e) {
      log.warn("locks not given back, they end with the session: {}", e.toString());
    }
  }
}
