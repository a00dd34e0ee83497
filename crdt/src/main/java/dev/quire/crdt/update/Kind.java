package dev.quire.crdt.update;

import dev.quire.crdt.fault.MalformedUpdateException.Fault;
import dev.quire.crdt.lib0.Lib0Reader;

/** The kinds of structs in an update, in the order of their numbers in the format. */
enum Kind {
  GC,
  DELETED,
  JSON,
  BINARY,
  STRING,
  EMBED,
  FORMAT,
  TYPE,
  ANY,
  DOC,
  SKIP;

  private static final int NUMBER = 0x1f;
  private static final Kind[] KINDS = values();

  /** The kind in an info byte. */
  static Kind of(int info, Lib0Reader in) {
    int number = info & NUMBER;
    boolean flagged = info != number;
    if (number >= KINDS.length || (flagged && !KINDS[number].isItem())) {
      throw in.malformed(Fault.UNKNOWN_KIND, "unknown kind of struct " + info);
    }
    return KINDS[number];
  }

  /** Whether such a struct has a header. */
  boolean isItem() {
    return this != GC && this != SKIP;
  }

  /** Whether the content is a number of elements, of which each takes one clock. */
  boolean isList() {
    return this == ANY || this == JSON;
  }

  /** Whether such structs can be cut in two, and two of them become one. */
  boolean isDivisible() {
    return this == GC || this == DELETED || this == STRING || isList();
  }
}
