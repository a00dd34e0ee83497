/**
 * The world as the shells of collab-service see it: one event loop, its time, its workers and the
 * bus.
 *
 * <p>Everything in {@code host}, {@code lease} and {@code log} that is not Hazelcast's or a
 * verticle's own affair reaches the outside through {@link dev.quire.collab.loop.Loop} alone. In
 * production that is Vert.x; in the seeded simulation it is a fake clock and a network that loses,
 * repeats, delays and cuts. So the code that takes shards, appends, settles and hands over is the
 * same in both.
 */
@NullMarked
package dev.quire.collab.loop;

import org.jspecify.annotations.NullMarked;
