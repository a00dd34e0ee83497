/** How a message becomes bytes between processes, and a message again. */
@NullMarked
package dev.quire.wire.codec;

import org.jspecify.annotations.NullMarked;
