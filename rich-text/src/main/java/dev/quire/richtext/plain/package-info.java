/** Rich text as plain text: for search, for reading aloud, for programs that want words only. */
@NullMarked
package dev.quire.richtext.plain;

import org.jspecify.annotations.NullMarked;
