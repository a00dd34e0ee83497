/** Packing the log of a real PostgreSQL, beside its writers and readers. */
@NullMarked
package dev.quire.doc.compaction;

import org.jspecify.annotations.NullMarked;
