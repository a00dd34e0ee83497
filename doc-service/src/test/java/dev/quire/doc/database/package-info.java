/** A real PostgreSQL for the tests, and tests of reaching it. */
@NullMarked
package dev.quire.doc.database;

import org.jspecify.annotations.NullMarked;
