/**
 * Whether a document is still what was written: its log against itself, against its snapshot, and
 * both against the state that readers are given, byte for byte.
 *
 * <p>A row carries a checksum of its own and a segment a digest ({@link
 * dev.quire.doc.log.RowCheck}, {@link dev.quire.doc.segment.Segment}), so what is damaged is named
 * by its revisions. Where the log is whole, it is replayed twice: once from its beginning, and once
 * from the snapshot on; the two must encode to the same bytes at the snapshot's revision and at the
 * last one. They are compared as documents that were loaded again, since a document that took
 * updates one by one may still hold apart what belongs together.
 *
 * <p><b>Who calls it:</b> owners over REST, and {@code ./scripts/verify}. <b>What holds:</b> a
 * check reads only, and what is appended or packed meanwhile is no finding. <b>Threading:</b> one
 * event loop; documents are replayed on a worker, one check at a time.
 */
@NullMarked
package dev.quire.doc.integrity;

import org.jspecify.annotations.NullMarked;
