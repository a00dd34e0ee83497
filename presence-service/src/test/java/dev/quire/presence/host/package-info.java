@NullMarked
package dev.quire.presence.host;

import org.jspecify.annotations.NullMarked;
