/**
 * What a document was: who worked on it when, the revisions that people named, and its content at
 * any of them. All of it is read from the log; nothing here is ever the only copy of anything but
 * the names.
 */
@NullMarked
package dev.quire.doc.history;

import org.jspecify.annotations.NullMarked;
