/**
 * How often somebody may try. Token buckets in this process's memory; several auth processes each
 * allow the rate. Called on the verticle's event loop.
 */
@NullMarked
package dev.quire.auth.limit;

import org.jspecify.annotations.NullMarked;
