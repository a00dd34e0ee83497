package dev.quire.crdt.event;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run of elements that was added or deleted as one item.
 *
 * @param client who had written it
 * @param clock the first of its ids
 * @param length how many ids it has
 * @param values its elements: of a deleted item, if they haven't been collected before
 */
public record ItemChange(
    long client, long clock, long length, List<? extends @Nullable Object> values) {
  /** Describes an item, with a copy of its elements. */
  public static ItemChange of(ItemView item, List<? extends @Nullable Object> values) {
    return new ItemChange(
        item.client(),
        item.clock(),
        item.length(),
        Collections.unmodifiableList(new ArrayList<>(values)));
  }
}
