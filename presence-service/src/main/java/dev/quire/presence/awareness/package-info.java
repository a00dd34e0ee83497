/**
 * The awareness protocol of y-protocols 1 as bytes, and the identity stamped into its states. Pure;
 * the first line against hostile frames.
 */
@NullMarked
package dev.quire.presence.awareness;

import org.jspecify.annotations.NullMarked;
