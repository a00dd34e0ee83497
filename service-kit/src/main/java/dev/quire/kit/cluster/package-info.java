/**
 * The cluster that the event bus of the processes is: who is in it ({@link
 * dev.quire.kit.cluster.Joining}, {@link dev.quire.kit.cluster.Thaw}), and who listens to what
 * ({@link dev.quire.kit.cluster.TellingClusterManager}).
 *
 * <p>Every process keeps what every process listens to, in memory, told by each of them itself
 * ({@link dev.quire.kit.cluster.Directory}). Nothing of it is in Hazelcast's partitions, which move
 * when members come and go, and which members may disagree about for minutes: whoever looked an
 * address up waited for that. And who has left Hazelcast's cluster is asked whether it is there
 * ({@link dev.quire.kit.cluster.Liveness}): parts that have yet to merge go on working together.
 */
@NullMarked
package dev.quire.kit.cluster;

import org.jspecify.annotations.NullMarked;
