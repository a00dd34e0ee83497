package dev.quire.crdt.fuzz;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a target with changed inputs, and goes on from those that reach new code. A function of its
 * seed and the number of runs; not of the time that they take.
 */
final class Fuzzer {
  private static final int LONGEST_INPUT = 2048;

  /** An input of a few kilobytes has no business to take longer. */
  private static final Duration LONGEST_RUN = Duration.ofSeconds(2);

  private final Target target;
  private final Mutator mutator;
  private final InstrumentingLoader loader = new InstrumentingLoader();
  private final Consumer<byte[]> run;
  private final Coverage coverage = new Coverage();
  private final List<byte[]> inputs = new ArrayList<>();
  private final Random random;
  private long runs;

  Fuzzer(Target target, long seed) {
    this.target = target;
    this.mutator = target.mutator();
    this.run = target.load(loader);
    this.random = new Random(seed);
  }

  /** Takes inputs as they are, keeping those that reach something new; short ones first. */
  void add(List<byte[]> more) {
    List<byte[]> sorted = new ArrayList<>(more);
    sorted.sort(Comparator.comparingInt(input -> input.length));
    sorted.forEach(this::tryOut);
  }

  /** Fuzzes for some time. */
  void fuzz(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      byte[] input = mutator.mutate(pick(), pick(), random);
      if (input.length <= LONGEST_INPUT) {
        tryOut(input);
      }
    }
  }

  /** Any of the inputs; rather a late one than an early one. */
  private byte[] pick() {
    if (inputs.isEmpty()) {
      return new byte[0];
    }
    int size = inputs.size();
    int at = random.nextBoolean() ? random.nextInt(size) : size - 1 - random.nextInt(1 + size / 8);
    return inputs.get(at);
  }

  private void tryOut(byte[] input) {
    runs++;
    Coverage.begin(loader.places());
    long began = System.nanoTime();
    Throwable failure = failureOf(input);
    long took = System.nanoTime() - began;
    if (failure != null) {
      byte[] small = smallest(input);
      throw new AssertionError(
          "%s fails for %s: %s".formatted(target, told(small), failureOf(small)), failure);
    }
    if (took > LONGEST_RUN.toNanos()) {
      throw new AssertionError(
          "%s takes %d ms for %s"
              .formatted(target, TimeUnit.NANOSECONDS.toMillis(took), told(input)));
    }
    if (coverage.isNew(loader.places())) {
      inputs.add(input);
    }
  }

  private @Nullable Throwable failureOf(byte[] input) {
    try {
      run.accept(input);
      return null;
    } catch (RuntimeException | Error failure) {
      return failure;
    }
  }

  /** Takes parts out of a failing input as long as what is left still fails. */
  private byte[] smallest(byte[] failing) {
    byte[] smallest = failing;
    boolean smaller = true;
    while (smaller) {
      smaller = false;
      for (byte[] candidate : mutator.smaller(smallest)) {
        if (candidate.length < smallest.length && failureOf(candidate) != null) {
          smallest = candidate;
          smaller = true;
          break;
        }
      }
    }
    return smallest;
  }

  private static String told(byte[] input) {
    return Base64.getEncoder().encodeToString(input);
  }

  /** The inputs that have reached something new, in the order in which they did. */
  List<byte[]> inputs() {
    return inputs;
  }

  @Override
  public String toString() {
    return "%s: %d runs, %d of %d places reached, %d inputs kept"
        .formatted(target, runs, coverage.reached(), loader.places(), inputs.size());
  }
}
