/**
 * How often somebody may try, here or at another auth process: token buckets that the processes
 * share by way of Redis, and that each counts by itself while Redis is away ({@link
 * dev.quire.kit.limit.SharedLimit}). Called on the verticle's event loop.
 */
@NullMarked
package dev.quire.auth.limit;

import org.jspecify.annotations.NullMarked;
