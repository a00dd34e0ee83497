/**
 * What a document was: who worked on it when, the revisions that people named, and its content at
 * any of them. All of it is read from the log, beginning with the nearest {@linkplain
 * dev.quire.doc.baseline baseline}, which {@link dev.quire.doc.history.BaselineKeeper} makes in the
 * background; nothing here is ever the only copy of anything but the names.
 */
@NullMarked
package dev.quire.doc.history;

import org.jspecify.annotations.NullMarked;
