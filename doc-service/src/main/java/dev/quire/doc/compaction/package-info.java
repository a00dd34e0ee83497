/**
 * Packing the log's old rows into segments, in the background and without loss: a segment takes the
 * place of its rows in one transaction, and every reader sees both through one statement ({@link
 * dev.quire.doc.log.LogView}).
 *
 * <p>{@link dev.quire.doc.compaction.Compactor} goes through all documents, a page a turn, and
 * packs those with rows enough; {@link dev.quire.doc.compaction.Packing} reads, packs and replaces
 * one run of one document. Any number of processes may do so: they begin at different places, and
 * of two that meet at one document the database lets one through.
 *
 * <p><b>What holds:</b> a document's last row stays a row, because the next append's base is
 * compared with it. No append that is open while rows are packed can insert one of their revisions
 * again: before it reads them, packing takes the shard's epoch row for a moment, which waits for
 * the appends in flight, and packs only what was not the last revision then. Whatever begins later
 * reads a last revision that is at least as high. What is packed is unpacked again and compared
 * before the rows go, and the database compares the rows that go with what was packed.
 *
 * <p><b>Threading:</b> one event loop; packing runs on a worker of its own.
 */
@NullMarked
package dev.quire.doc.compaction;

import org.jspecify.annotations.NullMarked;
