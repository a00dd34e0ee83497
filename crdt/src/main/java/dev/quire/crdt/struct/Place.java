package dev.quire.crdt.struct;

/**
 * Where a unit of a list is.
 *
 * @param item the item that holds it
 * @param offset how many of the item's units are before it
 */
public record Place(Item item, long offset) {}
