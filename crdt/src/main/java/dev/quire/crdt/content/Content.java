package dev.quire.crdt.content;

import dev.quire.crdt.lib0.Lib0Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an item holds. Lengths count clocks: UTF-16 units of a string, elements of an array. */
public sealed interface Content extends Stored
    permits AtomicContent, ContentDeleted, ContentString, ListContent {

  /** The number by which update format v1 knows this kind of content. */
  int ref();

  /** How many clocks it takes; at least 1. */
  long length();

  /** Whether it takes up room in a list: formatting marks and what is deleted do not. */
  boolean isCountable();

  /** Writes what follows the first {@code offset} clocks, without the kind. */
  void write(Lib0Writer out, long offset);

  /** The values a reader of a list gets: one a clock where countable, none where not. */
  List<@Nullable Object> values();
}
