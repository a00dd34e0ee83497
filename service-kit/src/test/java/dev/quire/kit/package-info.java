@NullMarked
package dev.quire.kit;

import org.jspecify.annotations.NullMarked;
