/**
 * The end of deleted documents: after a time of grace everything of theirs goes, in batches.
 *
 * <p>A document is marked first, in one statement that a bringing back excludes and that excludes
 * it: from then on nobody finds it among the deleted ones either. Then its log, segments and
 * snapshots go, a bounded number of rows a statement, and at last the document itself with its
 * members, versions and text. Whoever dies in between leaves the mark, and any process goes on.
 *
 * <p><b>What holds:</b> nothing of a document that can still be brought back is ever deleted. Its
 * name is free again when all of it is gone. <b>Threading:</b> one event loop.
 */
@NullMarked
package dev.quire.doc.purge;

import org.jspecify.annotations.NullMarked;
