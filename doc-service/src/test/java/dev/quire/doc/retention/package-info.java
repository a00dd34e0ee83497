/** What a retention rule merges. */
@NullMarked
package dev.quire.doc.retention;

import org.jspecify.annotations.NullMarked;
