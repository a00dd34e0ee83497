/** doc-service as its callers see it: over the bus, on a real PostgreSQL. */
@NullMarked
package dev.quire.doc;

import org.jspecify.annotations.NullMarked;
