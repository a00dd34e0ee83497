/** Whose turn it is to read a large document. */
@NullMarked
package dev.quire.doc.state;

import org.jspecify.annotations.NullMarked;
