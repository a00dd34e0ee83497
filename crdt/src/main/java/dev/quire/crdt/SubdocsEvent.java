package dev.quire.crdt;

import java.util.Set;

/**
 * Which subdocuments a transaction brought in, took away, or somebody asked to load.
 *
 * @param added what came, or replaces what was destroyed
 * @param removed what went, or was destroyed; destroyed once all have been told
 * @param loaded what shall be loaded
 * @param transaction the transaction
 */
public record SubdocsEvent(
    Set<YDoc> added, Set<YDoc> removed, Set<YDoc> loaded, TransactionEvent transaction) {}
