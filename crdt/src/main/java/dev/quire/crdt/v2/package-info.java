/**
 * Update format v2: the same facts as format v1, column by column.
 *
 * <p>Where v1 writes struct behind struct, v2 collects what is alike into ten columns (info bytes,
 * clients, clocks, lengths, texts ...), writes each with an encoding that shortens what repeats or
 * counts up, and keeps the rest in one tail. v1 is the inner form of this library: everything that
 * works on updates works on v1, and {@link dev.quire.crdt.v2.UpdatesV2} translates at the border,
 * in one pass over the bytes each way and without building structs. So there is one way into a
 * document, and what it refuses it refuses in both formats.
 *
 * <p><b>Bombs.</b> A run in a column costs a few bytes and may stand for any number of values: an
 * update of thirty bytes can declare a million structs. What a v2 update may expand to is therefore
 * limited by the size of its v1 form, from which on the limits of v1 hold: nothing is allocated
 * ahead of what has been read, and memory stays within a fixed multiple of that size.
 *
 * <p>Stateless towards callers; the readers and writers within belong to one translation on one
 * thread.
 */
@NullMarked
package dev.quire.crdt.v2;

import org.jspecify.annotations.NullMarked;
