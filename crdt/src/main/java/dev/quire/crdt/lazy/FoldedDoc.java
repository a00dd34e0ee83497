package dev.quire.crdt.lazy;

/** A {@link FrozenDoc} as one encoded run. Immutable; for any thread. */
public final class FoldedDoc {
  private final FrozenDoc of;
  private final EncodedRun run;

  FoldedDoc(FrozenDoc of, EncodedRun run) {
    this.of = of;
    this.run = run;
  }

  FrozenDoc of() {
    return of;
  }

  EncodedRun run() {
    return run;
  }

  /** The whole state as one update; not to be changed. */
  public byte[] bytes() {
    return run.bytes();
  }
}
