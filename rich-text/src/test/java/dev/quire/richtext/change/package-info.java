/** Who wrote what, without a document. */
@NullMarked
package dev.quire.richtext.change;

import org.jspecify.annotations.NullMarked;
