/** Snapshots and the conditions that they are stored under. */
@NullMarked
package dev.quire.doc.snapshot;

import org.jspecify.annotations.NullMarked;
