package dev.quire.wire.doc;

import java.util.concurrent.CompletableFuture;

/**
 * An op log as {@link OpLogContract} drives it: its three operations, and a hand on the places
 * where operations meet. Called by one thread; operations may complete on any.
 */
public interface LogUnderTest {
  CompletableFuture<Append.Result> append(Append append);

  CompletableFuture<TakeShards.Taken> takeShards(TakeShards claim);

  CompletableFuture<ReadLog.Page> read(ReadLog read);

  CompletableFuture<ReadEpochs.Taken> readEpochs(ReadEpochs read);

  /**
   * Holds appends to a shard and takeovers of it, in the order in which they come, before they have
   * learnt its epoch.
   */
  Hold holdFence(int shard);

  /** Runs an append up to its commit, and leaves it open there. */
  OpenAppend begin(Append append);

  /** Returns when that many operations wait for a held fence or for an open append. */
  void awaitWaiting(int operations);

  /**
   * Sends an append and loses the connection at some moment that the seed decides: before it, while
   * it runs, or with its answer on the way. Completes, as a rule with a fault, when the sender
   * knows that it will not get an answer; the append may still be under way then.
   */
  CompletableFuture<Append.Result> appendInDoubt(Append append, long seed);

  /** Lets go of what a test that failed still holds, so that the next one can run. */
  default void letGoOfEverything() {}

  /** What is held until it is let go. */
  interface Hold {
    void letGo();
  }

  /** An append that has done everything but commit. */
  interface OpenAppend {
    /** What it will answer, once committed. */
    Append.Result commit();

    /** As when its connection is lost: nothing of it stays. */
    void abandon();
  }
}
