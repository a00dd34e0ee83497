/**
 * The seeded simulation: owners, an op log, edges and clients in one thread, on a fake clock.
 *
 * <p>{@code Simulation} builds a world from a seed, lets people edit while messages are lost,
 * repeated, delayed and reordered, owners are killed, frozen and replaced, commits are left in
 * doubt and edges die; then everything heals, falls quiet, and {@code Checker} compares what is
 * left with what was promised. Some promises are checked on the way: nothing is shown or
 * acknowledged that is not in the log at that moment.
 *
 * <p>Real: {@code DocumentOwner}, {@code LaneCommits}, the edge's {@code DocumentChannel}, the
 * documents. Simulated: the shells around them, the bus, the log, time. One seed is one history,
 * always the same: {@code mvn -pl collab-service -am test -Dtest=SimulationTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dquire.sim.seed=N} lives it through again and tells its
 * story.
 */
@NullMarked
package dev.quire.collab.sim;

import org.jspecify.annotations.NullMarked;
