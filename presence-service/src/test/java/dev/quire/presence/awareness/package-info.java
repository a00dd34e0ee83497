@NullMarked
package dev.quire.presence.awareness;

import org.jspecify.annotations.NullMarked;
