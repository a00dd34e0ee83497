/**
 * A Yjs document in Java: what a program that reads, edits, stores or serves Yjs documents needs,
 * compatible with yjs 13.6 to the byte.
 *
 * <p>{@link dev.quire.crdt.id.StateVector}, {@link dev.quire.crdt.id.IdSet} and {@link
 * dev.quire.crdt.fault.MalformedUpdateException} are the vocabulary that everything shares.
 *
 * <p><b>Hostile bytes.</b> Every decoder of this library either returns or throws {@link
 * dev.quire.crdt.fault.MalformedUpdateException}, with the class of the fault, its position and its
 * reason, and before anything has changed; {@code lib0.Json}, which reads text and not bytes,
 * throws {@link IllegalArgumentException}. Only a document that was given a limit of steps may
 * throw another, {@link dev.quire.crdt.fault.WorkLimitException}, and is then of no use. In all and
 * not at a time, a decoder allocates no more than 128 bytes for each byte of its input, and 32 KiB:
 * this holds for {@code applyUpdate} into an empty document, for {@code update.Updates}, {@link
 * dev.quire.crdt.UpdateContents}, {@link dev.quire.crdt.id.StateVector}, {@link
 * dev.quire.crdt.id.IdSet}, {@link dev.quire.crdt.Snapshot}, {@link
 * dev.quire.crdt.RelativePosition}, the messages of {@code protocol}, and values and JSON. Update
 * format v2 is measured by the v1 form that it stands for, whose size is limited ({@code
 * v2.UpdatesV2}). What a change of a document that is there allocates besides is in proportion to
 * what it touches there. Nothing recurses deeper than 100 values within values.
 *
 * <p>Everything is single-threaded: a document and what is got from it belong to one thread at a
 * time. There is no I/O and no clock in here, and nothing random in what it does.
 */
@NullMarked
package dev.quire.crdt;

import org.jspecify.annotations.NullMarked;
