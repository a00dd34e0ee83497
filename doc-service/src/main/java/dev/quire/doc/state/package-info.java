/**
 * A document's state for those who read it and are not its owner: its snapshot and the log's tail,
 * applied to a document of their own on a worker. Always from the primary, so it holds everything
 * that anybody was told is saved.
 *
 * <p><b>Who calls it:</b> the REST handlers. <b>What holds:</b> a state names the revision that it
 * is at, and holds all of the log up to there and nothing beyond. How many are built at once is
 * bounded; more are refused. <b>Threading:</b> any thread; results arrive on the caller's Vert.x
 * context.
 */
@NullMarked
package dev.quire.doc.state;

import org.jspecify.annotations.NullMarked;
