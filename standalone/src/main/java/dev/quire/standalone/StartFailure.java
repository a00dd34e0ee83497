package dev.quire.standalone;

import org.jspecify.annotations.Nullable;

/** Why a process could not start, or not stop in time. */
final class StartFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  StartFailure(@Nullable Throwable cause) {
    super(String.valueOf(cause), cause);
  }
}
