package dev.quire.crdt.id;

import org.jspecify.annotations.Nullable;

/**
 * A reference to another document.
 *
 * @param guid the other document's name
 * @param gc whether it collects what is deleted
 * @param autoLoad whether clients load it without being asked
 * @param meta anything the application keeps with the reference; null where nothing is kept
 */
public record Subdocument(String guid, boolean gc, boolean autoLoad, @Nullable Object meta) {

  /** A reference with yjs's defaults. */
  public Subdocument(String guid) {
    this(guid, true, false, null);
  }
}
