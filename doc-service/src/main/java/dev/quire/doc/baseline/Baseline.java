package dev.quire.doc.baseline;

import dev.quire.richtext.change.Authorship;
import dev.quire.wire.Bytes;

/**
 * A document as it was.
 *
 * @param revision the revision that it is at
 * @param update format v1: makes an empty document, which must collect nothing, what this one was
 * @param writers who brought each id, for the receiver to go on with
 */
public record Baseline(long revision, Bytes update, Authorship writers) {}
