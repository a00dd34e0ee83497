@NullMarked
package dev.quire.presence;

import org.jspecify.annotations.NullMarked;
