/** Tests of what sockets are decided by. */
@NullMarked
package dev.quire.edge.socket;

import org.jspecify.annotations.NullMarked;
