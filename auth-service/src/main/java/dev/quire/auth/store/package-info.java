/**
 * The way to PostgreSQL: a bounded pool, the schema's migrations, and what a database's faults mean
 * for a caller. Used by the stores of the other packages, on the verticle's event loop.
 */
@NullMarked
package dev.quire.auth.store;

import org.jspecify.annotations.NullMarked;
