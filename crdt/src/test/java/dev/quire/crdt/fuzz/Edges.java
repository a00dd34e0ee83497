package dev.quire.crdt.fuzz;

/** How often each place of the instrumented code was passed, in the run under way. */
public final class Edges {
  /** More places than the code has. */
  static final int CAPACITY = 1 << 15;

  /** Written by instrumented code ({@link InstrumentingLoader}); overflows as bytes do. */
  @SuppressWarnings("MutablePublicArray") // instrumented code increments the elements
  public static final byte[] HITS = new byte[CAPACITY];

  private Edges() {}
}
