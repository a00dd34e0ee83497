/**
 * Fuzzing: what decoders and documents do with bytes that nobody meant to send.
 *
 * <p>A {@link dev.quire.crdt.fuzz.Target} takes bytes and fails if a law is broken. {@link
 * dev.quire.crdt.fuzz.Fuzzer} runs it with inputs that a {@link dev.quire.crdt.fuzz.Mutator} makes
 * of those that are there: for updates by taking them apart and changing clients, clocks, origins,
 * parents and counts ({@link dev.quire.crdt.fuzz.UpdateMutations}), since changed bytes alone are
 * nearly always refused at the first struct. The library is loaded a second time with counters in
 * it ({@link dev.quire.crdt.fuzz.InstrumentingLoader}), and an input that reaches code that none
 * has reached before is kept and changed further.
 *
 * <p>The committed corpus in {@code src/test/resources/corpus} is such a set of inputs, made small;
 * {@link dev.quire.crdt.fuzz.CorpusTest} runs all of it in each build, {@link
 * dev.quire.crdt.fuzz.FuzzTest} goes on from it for some seconds from a new seed, and {@code
 * ./scripts/fuzz} for as long as one likes, and keeps what it learns.
 */
@NullMarked
package dev.quire.crdt.fuzz;

import org.jspecify.annotations.NullMarked;
