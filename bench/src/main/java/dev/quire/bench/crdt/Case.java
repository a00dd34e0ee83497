package dev.quire.bench.crdt;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One piece of work that is measured.
 *
 * @param iteration does it once, and says what it took
 * @param held makes what memory is measured of, or null
 * @param copies how many of them are made for that
 * @param once whether it is done a single time, without warm-up
 */
record Case(
    Consumer<Measurement> iteration, @Nullable Supplier<Object> held, int copies, boolean once) {
  static final int COPIES = 20;

  /** Work that is repeated. */
  static Case of(Consumer<Measurement> iteration) {
    return new Case(iteration, null, 0, false);
  }

  /** Work that is repeated, and leaves something whose memory counts. */
  static Case of(Consumer<Measurement> iteration, Supplier<Object> held) {
    return new Case(iteration, held, COPIES, false);
  }

  /** Something whose memory counts; the work only proves that it is the right thing. */
  static Case ofMemory(Consumer<Measurement> iteration, Supplier<Object> held) {
    return new Case(iteration, held, COPIES, true);
  }

  /** A case once what it works on is known. */
  @FunctionalInterface
  interface Factory {
    /** Prepares the case; nothing of this is measured. */
    Case in(Setting setting);
  }
}
