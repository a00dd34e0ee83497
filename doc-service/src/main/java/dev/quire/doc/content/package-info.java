/**
 * Documents as people read and write them: the content of a document in a format, and the edit that
 * makes a document hold what somebody sends. Rendering and comparing happen on the workers that
 * read states; the limits of {@link dev.quire.richtext.ContentLimits} bound them.
 */
@NullMarked
package dev.quire.doc.content;

import org.jspecify.annotations.NullMarked;
