package dev.quire.crdt.listen;

import org.jspecify.annotations.Nullable;

/**
 * Calls everybody although some of them throw: the first failure is kept, the others hang on it as
 * suppressed, and it is thrown when all have been called.
 */
public final class Failures {
  private @Nullable Throwable first;

  /** Calls, and keeps what is thrown. */
  public void collect(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException | Error failure) {
      add(failure);
    }
  }

  /** Keeps a failure. */
  public void add(Throwable failure) {
    if (first == null) {
      first = failure;
    } else if (first != failure) {
      first.addSuppressed(failure);
    }
  }

  /** Throws the first failure, if there was any. */
  public void rethrow() {
    if (first instanceof RuntimeException failure) {
      throw failure;
    }
    if (first instanceof Error failure) {
      throw failure;
    }
  }
}
