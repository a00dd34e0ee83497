package dev.quire.crdt.fuzz.target;

/**
 * How many bytes a decoder may allocate, in all and not at a time, for each byte of its input: the
 * promises of {@code dev.quire.crdt}'s package documentation.
 */
public final class Limits {
  /** Decoding and integrating an update into an empty document. */
  public static final int APPLY = 128;

  /** Reading what ids an update holds. */
  public static final int CONTENTS = 128;

  /** Merging, differencing, reading the state vector of encoded updates. */
  public static final int UPDATES = 128;

  /** State vectors, delete sets. */
  public static final int VECTORS = 128;

  /** Any-values, JSON. */
  public static final int VALUES = 128;

  /** Messages of the protocols, snapshots, relative positions. */
  public static final int MESSAGES = 128;

  private Limits() {}
}
