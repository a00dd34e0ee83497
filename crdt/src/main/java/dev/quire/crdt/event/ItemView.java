package dev.quire.crdt.event;

import dev.quire.crdt.id.Id;
import org.jspecify.annotations.Nullable;

/**
 * A run of content with its place in a document, as filters see it: characters, elements, or the
 * value of a key. The engine makes them; nobody else implements this. Of use until the document
 * changes.
 */
public interface ItemView {
  /** Who had written it. */
  long client();

  /** The first of its ids' clocks. */
  long clock();

  /** How many ids it has; above 0. */
  long length();

  /** Whether it is deleted. */
  boolean isDeleted();

  /** Whether it must not be collected: an undo manager could bring it back. */
  boolean isKept();

  /** Whether it takes up room in a list as long as it isn't deleted; marks of format don't. */
  boolean isCountable();

  /** The key whose value it is, or was; null for an item of a list. */
  @Nullable String key();

  /** The first of its ids. */
  default Id id() {
    return new Id(client(), clock());
  }
}
