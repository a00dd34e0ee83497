/** Tests of idempotency keys on a real PostgreSQL. */
@NullMarked
package dev.quire.doc.request;

import org.jspecify.annotations.NullMarked;
