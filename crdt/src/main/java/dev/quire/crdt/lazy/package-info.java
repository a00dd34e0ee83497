/**
 * Documents that stay encoded until somebody needs their content.
 *
 * <p>{@link dev.quire.crdt.lazy.LazyDoc} is the door: a server that stores, deduplicates and passes
 * on updates holds each document so. It is a small log-structured store. The newest updates lie as
 * they came; {@code EncodedRun}s, oldest first and the base before all others, each hold one
 * encoded update, validated once, with {@code Marks} into its bytes: one every 4 KiB of structs and
 * one every 64 ranges of its delete set ({@code PackedIds}, which also keeps the ids of its
 * structs). A lookup is a binary search over marks and a short walk over bytes, in each of a few
 * runs; what is asked of a state vector is copied from the mark before it onward.
 *
 * <p><b>Bounds.</b> Beside its bytes a run takes 0.8 % for marks, half a byte for each deleted
 * range, and some eight bytes for each client or gap. Only {@code absorb} merges on its own, and
 * never more than 256 KiB at once; anything larger is for {@code fold} or, on another thread, for a
 * {@link dev.quire.crdt.lazy.FrozenDoc}. Nothing takes more than a stated multiple of the bytes it
 * goes through, whatever they say: integrating a document can take a hostile one's time squared,
 * but only {@code thaw} and {@code compact} integrate.
 *
 * <p>Not thread-safe, but for {@code FrozenDoc}, {@code FoldedDoc} and {@code EncodedRun}, which
 * are immutable.
 */
@NullMarked
package dev.quire.crdt.lazy;

import org.jspecify.annotations.NullMarked;
