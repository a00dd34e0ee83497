/** Structured edits, applied to trees. */
@NullMarked
package dev.quire.richtext.edits;

import org.jspecify.annotations.NullMarked;
