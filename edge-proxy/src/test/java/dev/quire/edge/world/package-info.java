/** An edge on a bus of its own: the services behind it are reduced to what they promise it. */
@NullMarked
package dev.quire.edge.world;

import org.jspecify.annotations.NullMarked;
