/**
 * A run of a document's log in a small number of bytes, out of which every revision comes back as
 * it was: epoch, author, session, time to the microsecond, and the update byte for byte. Where a
 * retention rule has merged revisions, what comes back is their one update, and from which to which
 * they went.
 *
 * <p>Columns compress where rows do not. {@link dev.quire.doc.segment.SegmentHead} keeps epochs and
 * authors as runs, times as differences and the lengths of the updates; {@link
 * dev.quire.doc.segment.UpdateColumns} lays updates of one length side by side, byte position by
 * byte position, as differences: consecutive keystrokes differ in a clock and a letter. What is
 * left goes through Deflate. Head and updates are compressed apart, because history needs the head
 * alone.
 *
 * <p><b>Who calls it:</b> the reader of the log, and compaction. <b>What holds:</b> unpacking gives
 * what was packed, or fails with {@link dev.quire.doc.segment.DamagedSegment}; a digest of both
 * parts says so even where damaged bytes can be decompressed. <b>Threading:</b> pure functions, for
 * workers: a segment of a megabyte takes milliseconds.
 */
@NullMarked
package dev.quire.doc.segment;

import org.jspecify.annotations.NullMarked;
