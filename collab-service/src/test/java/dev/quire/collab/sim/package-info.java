/**
 * The seeded simulation: collab processes, a lock service, an op log, edges and clients in one
 * thread, on a fake clock.
 *
 * <p>{@code Simulation} builds a world from a seed and lets people edit while {@code Chaos} does
 * its work: messages are lost, repeated, delayed and reordered; processes are killed, frozen, told
 * to stop, restarted and added; any two parties lose each other, both ways or one; the lock service
 * falls in two or silent, sessions expire, clocks jump; the database refuses, hangs, and leaves
 * commits in doubt. Then everything heals, falls quiet, and {@code Checker} compares what is left
 * with what was promised. Some promises are checked on the way: nothing is shown or acknowledged
 * that is not in the log at that moment, nobody writes under an epoch that was not given to it.
 *
 * <p>Real: leases and lock rounds ({@code collab.lease}), lanes, appends, settling and loading
 * ({@code collab.host}, {@code collab.log}), owners ({@code collab.owner}), the edge's channels and
 * routes ({@code edge.channel}, {@code edge.route}), the documents. Simulated: the event loop
 * ({@code SimLoop}), the bus ({@code Network}), the lock service ({@code SimLocks}), doc-service
 * ({@code SimDoc}, {@code SimLog}), people. The worlds have the first eight shards only.
 *
 * <p>One seed is one history, always the same: {@code ./scripts/simulate --seed N} lives it through
 * again and tells its story.
 */
@NullMarked
package dev.quire.collab.sim;

import org.jspecify.annotations.NullMarked;
