/**
 * A Yjs document in Java: what a program that reads, edits, stores or serves Yjs documents needs,
 * compatible with yjs 13.6 to the byte.
 *
 * <p>{@link dev.quire.crdt.StateVector}, {@link dev.quire.crdt.IdSet} and {@link
 * dev.quire.crdt.MalformedUpdateException} are the vocabulary that everything shares.
 *
 * <p>Everything is single-threaded: a document and what is got from it belong to one thread at a
 * time. There is no I/O and no clock in here, and nothing random in what it does.
 */
@NullMarked
package dev.quire.crdt;

import org.jspecify.annotations.NullMarked;
