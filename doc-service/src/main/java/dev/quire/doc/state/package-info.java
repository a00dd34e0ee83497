/**
 * A document's state for those who read it and are not its owner: its snapshot and the log's tail,
 * applied to a document of their own on a worker. From the primary it holds everything that anybody
 * was told is saved; {@code replica} reads copies, and knows what they lack.
 *
 * <p><b>Who calls it:</b> the REST handlers. <b>What holds:</b> a state names the revision that it
 * is at, and holds all of the log up to there and nothing beyond. How many are built at once is
 * bounded; more are refused. <b>Threading:</b> any thread; results arrive on the caller's Vert.x
 * context.
 */
@NullMarked
package dev.quire.doc.state;

import org.jspecify.annotations.NullMarked;
