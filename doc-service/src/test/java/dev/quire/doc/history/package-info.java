/** What a document was. */
@NullMarked
package dev.quire.doc.history;

import org.jspecify.annotations.NullMarked;
