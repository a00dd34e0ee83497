/**
 * Snapshots in PostgreSQL: a document's state at a revision, in chunks, so that loading need not
 * start at revision 1. They save time and hold nothing that the log does not.
 *
 * <p><b>Who calls it:</b> the owners of documents, through {@link dev.quire.wire.doc.DocCalls}, and
 * the REST handlers, which only read. <b>What holds:</b> a snapshot never takes the place of a
 * newer one, is never of a revision beyond the log's last, and becomes a document's only under the
 * shard's present epoch and with all its chunks in place. <b>Threading:</b> any thread.
 */
@NullMarked
package dev.quire.doc.snapshot;

import org.jspecify.annotations.NullMarked;
