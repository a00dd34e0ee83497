/**
 * What the service does of its own accord, beside what it is asked: packing the log, merging older
 * history, purging what was deleted, keeping baselines of history. Each is a {@link
 * dev.quire.doc.background.BackgroundTurns} of its own, so that none waits for another.
 * <b>Threading:</b> the service's event loop.
 */
@NullMarked
package dev.quire.doc.background;

import org.jspecify.annotations.NullMarked;
