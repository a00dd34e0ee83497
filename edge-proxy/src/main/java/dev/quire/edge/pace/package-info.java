/**
 * How much anybody may take of an edge, whatever number of sockets he comes by: a user, an address,
 * a document, and all connections together.
 *
 * <p>Two means, for two harms. A {@link dev.quire.edge.pace.Flow} (a token bucket) bounds what is
 * taken in the long run: who is over it is read more slowly, or waits before he is let in, and is
 * never refused for it. A {@link dev.quire.edge.pace.Turnstile} bounds what is under way at the
 * same moment: an idle machine lets everybody in at once, and on a busy one others wait behind a
 * few pieces of work, never behind thousands.
 *
 * <p>All of an edge's bounds, with what happens at each, are in {@link
 * dev.quire.edge.pace.EdgeLimits}.
 *
 * <p>Threading: flows and allowances are the process's, and safe from any thread; a turnstile
 * belongs to one event loop. Nothing here knows of sockets, timers or clocks of its own but the
 * buckets' nanoseconds.
 */
@NullMarked
package dev.quire.edge.pace;

import org.jspecify.annotations.NullMarked;
