package dev.quire.crdt.oracle;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** Random programs from a yjs process of its own, which runs the next while one is examined. */
final class ProgramSource implements AutoCloseable {
  private final LiveYjs yjs = LiveYjs.start();
  private final int operations;

  /**
   * Starts the process.
   *
   * @param operations how many a program has
   */
  ProgramSource(int operations) {
    this.operations = operations;
  }

  /** Hands over programs of consecutive seeds. */
  void each(String profile, int firstSeed, int count, BiConsumer<Integer, OracleRecord> take) {
    CompletableFuture<OracleRecord> next = start(profile, firstSeed);
    for (int seed = firstSeed; seed < firstSeed + count; seed++) {
      OracleRecord program = next.join();
      if (seed + 1 < firstSeed + count) {
        next = start(profile, seed + 1);
      }
      try {
        take.accept(seed, program);
      } catch (AssertionError | RuntimeException failure) {
        // Nobody else may ask while an answer is under way.
        next.join();
        throw failure;
      }
    }
  }

  private CompletableFuture<OracleRecord> start(String profile, int seed) {
    return CompletableFuture.supplyAsync(() -> yjs.program(seed, operations, profile));
  }

  @Override
  public void close() {
    yjs.close();
  }
}
