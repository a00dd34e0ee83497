/**
 * States in Redis, for the process that takes a room over. Everything here may fail at any time: a
 * failure is reported in the process's health as degraded, and what was not written is written
 * again when Redis is back. On the event loop of the service.
 */
@NullMarked
package dev.quire.presence.redis;

import org.jspecify.annotations.NullMarked;
