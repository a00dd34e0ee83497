/** Tests of who is reached where. */
@NullMarked
package dev.quire.edge.route;

import org.jspecify.annotations.NullMarked;
