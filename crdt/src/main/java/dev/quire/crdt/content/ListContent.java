package dev.quire.crdt.content;

/** Content of several values, each a clock, that an item may be cut between. */
public sealed interface ListContent extends Content permits ContentAny, ContentJson {

  /** Cuts in two: this keeps the first {@code offset} values, the rest is returned. */
  ListContent splice(long offset);

  /** Whether {@link #append} may take that content. */
  boolean canAppend(Stored right);

  /** Takes over the values of content of the same class that followed this. */
  void append(Stored right);
}
