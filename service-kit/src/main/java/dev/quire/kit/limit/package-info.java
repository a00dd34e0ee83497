/**
 * How often somebody may try: {@link dev.quire.kit.limit.RateLimit} within one process, {@link
 * dev.quire.kit.limit.SharedLimit} over all processes that have one Redis. Called on the event loop
 * of whoever owns them. What a limit is for, and what its keys are, its owner decides.
 */
@NullMarked
package dev.quire.kit.limit;

import org.jspecify.annotations.NullMarked;
