/**
 * JMH benchmarks of the CRDT alone, for work on the engine: {@code ./scripts/bench jmh}. What they
 * read is prepared by the script, and found by the properties {@code quire.bench.data} and {@code
 * quire.bench.traces}.
 */
@NullMarked
package dev.quire.bench.crdt.jmh;

import org.jspecify.annotations.NullMarked;
