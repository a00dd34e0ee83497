@NullMarked
package dev.quire.presence.room;

import org.jspecify.annotations.NullMarked;
