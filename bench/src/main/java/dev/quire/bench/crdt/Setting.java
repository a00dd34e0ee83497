package dev.quire.bench.crdt;

import java.nio.file.Path;

/**
 * What the cases work on.
 *
 * @param folder the traces as updates, which {@code node/crdt/traces.mjs} wrote
 * @param traces the recorded traces
 * @param n size of the B1 to B3 cases
 * @param seed of their random edits
 */
public record Setting(Path folder, Path traces, int n, int seed) {}
