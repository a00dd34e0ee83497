/**
 * Merging older history away, where an operator asks for it ({@code
 * QUIRE_RETENTION_MERGE_AFTER_DAYS}): what one author did in one session of work of one day becomes
 * one item, which says from which revision to which it goes.
 *
 * <p>{@link dev.quire.doc.retention.MergeRule} says which revisions become one, without I/O; {@link
 * dev.quire.doc.retention.Merging} reads a run of segments, merges and replaces them in one
 * statement; {@link dev.quire.doc.retention.Retention} goes round through all documents.
 *
 * <p><b>What holds:</b> an item is one author's and one epoch's. A revision with a name is the last
 * of its item, as are the first one, which may be the initial content, and the snapshot's. So a
 * document is at every kept revision what it was, to the byte: the merged update has the ids of all
 * that it was made of, deleted content included, and no two of those write the same id. Only packed
 * revisions are merged, so no append and no owner ever meets this; and a day is over before any of
 * it is merged.
 *
 * <p><b>Once is enough:</b> a merged item is never merged again. <b>Threading:</b> one event loop;
 * merging runs on a worker of its own.
 */
@NullMarked
package dev.quire.doc.retention;

import org.jspecify.annotations.NullMarked;
