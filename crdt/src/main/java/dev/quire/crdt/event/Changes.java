package dev.quire.crdt.event;

import java.util.List;
import java.util.Map;

/**
 * What has changed in a type. Of a text, {@code added} and {@code deleted} are empty, as in yjs:
 * its changes are in the delta.
 *
 * @param added the items of its list that are new
 * @param deleted the items of its list that are gone
 * @param keys what became of the values of keys
 * @param delta its list's change from the beginning on
 */
public record Changes(
    List<ItemChange> added,
    List<ItemChange> deleted,
    Map<String, KeyChange> keys,
    List<DeltaOp> delta) {}
