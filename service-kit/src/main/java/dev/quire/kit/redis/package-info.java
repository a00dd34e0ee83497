/**
 * A process's connection to Redis, for what may be lost: presence, and limits that several
 * processes share. Whoever uses it goes on without while Redis is away. Each link belongs to the
 * event loop that made it.
 */
@NullMarked
package dev.quire.kit.redis;

import org.jspecify.annotations.NullMarked;
