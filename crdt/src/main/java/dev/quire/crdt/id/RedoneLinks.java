package dev.quire.crdt.id;

import org.jspecify.annotations.Nullable;

/**
 * Knows where undoing has brought deleted content back: it comes back as new items. Only who undid
 * knows; for a position that everybody shall find at the same place, use {@link #NONE}.
 */
@FunctionalInterface
public interface RedoneLinks {
  /** Deleted content stays where it was. */
  RedoneLinks NONE = deleted -> null;

  /**
   * What has come in place of deleted content; null if nothing has.
   *
   * @param deleted the id of the first clock of an item
   */
  @Nullable Id redone(Id deleted);
}
