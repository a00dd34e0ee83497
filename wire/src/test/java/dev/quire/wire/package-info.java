@NullMarked
package dev.quire.wire;

import org.jspecify.annotations.NullMarked;
