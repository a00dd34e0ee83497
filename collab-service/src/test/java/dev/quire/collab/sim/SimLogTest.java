package dev.quire.collab.sim;

import dev.quire.wire.doc.Append;
import dev.quire.wire.doc.LogUnderTest;
import dev.quire.wire.doc.OpLogContract;
import dev.quire.wire.doc.ReadEpochs;
import dev.quire.wire.doc.ReadLog;
import dev.quire.wire.doc.TakeShards;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** The simulation's log keeps the real one's contract. */
class SimLogTest extends OpLogContract {
  private final LogUnderTest log = new Adapter();

  @Override
  protected LogUnderTest log() {
    return log;
  }

  /** Operations end at once, or when what stands in their way does. */
  private static final class Adapter implements LogUnderTest {
    private final SimLog log = new SimLog(() -> 0);

    @Override
    public CompletableFuture<Append.Result> append(Append append) {
      CompletableFuture<Append.Result> result = new CompletableFuture<>();
      log.begin(append, open -> result.complete(open.commit()));
      return result;
    }

    @Override
    public CompletableFuture<TakeShards.Taken> takeShards(TakeShards claim) {
      CompletableFuture<TakeShards.Taken> taken = new CompletableFuture<>();
      log.take(claim, taken::complete);
      return taken;
    }

    @Override
    public CompletableFuture<ReadLog.Page> read(ReadLog read) {
      return CompletableFuture.completedFuture(log.read(read));
    }

    @Override
    public CompletableFuture<ReadEpochs.Taken> readEpochs(ReadEpochs read) {
      return CompletableFuture.completedFuture(log.takenFrom(read));
    }

    @Override
    public Hold holdFence(int shard) {
      Runnable release = log.hold(shard);
      return release::run;
    }

    @Override
    public OpenAppend begin(Append append) {
      List<SimLog.Open> opened = new ArrayList<>();
      log.begin(append, opened::add);
      SimLog.Open open = opened.get(0);
      return new OpenAppend() {
        @Override
        public Append.Result commit() {
          return open.commit();
        }

        @Override
        public void abandon() {
          open.abandon();
        }
      };
    }

    @Override
    public void awaitWaiting(int operations) {
      if (log.waiting() != operations) {
        throw new AssertionError(log.waiting() + " operations wait, not " + operations);
      }
    }

    @Override
    public CompletableFuture<Append.Result> appendInDoubt(Append append, long seed) {
      switch (new Random(seed).nextInt(3)) {
        case 0 -> {}
        case 1 -> log.begin(append, SimLog.Open::commit);
        default -> log.begin(append, SimLog.Open::abandon);
      }
      return CompletableFuture.failedFuture(new IllegalStateException("no answer"));
    }
  }
}
