/**
 * Reaching PostgreSQL: the schema, the connection pools with their bounds, and what a fault of the
 * database means for whoever asked.
 *
 * <p><b>Who uses it:</b> every store of this service. <b>What holds:</b> nothing waits in an
 * unbounded queue, a refusal that says "nothing was done" is true, and wherever the outcome of a
 * statement is not known for certain the fault says so.
 *
 * <p><b>Threading:</b> {@link dev.quire.doc.database.Schema} blocks and runs on a worker; the rest
 * runs on any thread and answers on the caller's Vert.x context.
 */
@NullMarked
package dev.quire.doc.database;

import org.jspecify.annotations.NullMarked;
