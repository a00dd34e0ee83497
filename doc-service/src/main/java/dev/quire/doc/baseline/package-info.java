/**
 * Baselines: a document as it was at a revision, with all that was deleted still in it and who
 * wrote what. History is replayed from the nearest one at or below what is asked for, and not from
 * revision 1. Each is made from the log, says nothing that the log doesn't, and can be thrown away.
 *
 * <p><b>Who calls it:</b> {@code state} and {@code history} read them ({@link
 * dev.quire.doc.baseline.Baselines}); {@code history}'s keeper makes them where {@link
 * dev.quire.doc.baseline.Spacing} says, of what was packed or took long to read ({@link
 * dev.quire.doc.baseline.BaselineRequests}); {@code integrity} compares them with the log.
 *
 * <p><b>What holds:</b> a baseline stands where a segment ends, and was made from the segments that
 * are there: it is kept in one statement that compares their digests, and the statement that merges
 * segments drops those that knew of what is merged. One that is damaged, or of a format that is not
 * known here, is passed over: the one before it serves, or the log from its beginning. Their number
 * and their bytes are bounded for each document. <b>Threading:</b> the service's event loop; they
 * are packed and unpacked on workers.
 */
@NullMarked
package dev.quire.doc.baseline;

import org.jspecify.annotations.NullMarked;
