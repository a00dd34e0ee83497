/** Between edges and presence-service: awareness states, joined, changed and gone. */
@NullMarked
package dev.quire.wire.presence;

import org.jspecify.annotations.NullMarked;
