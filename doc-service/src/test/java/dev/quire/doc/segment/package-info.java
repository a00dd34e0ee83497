/** Packing and unpacking, as laws over random runs of a log. */
@NullMarked
package dev.quire.doc.segment;

import org.jspecify.annotations.NullMarked;
