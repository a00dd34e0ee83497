@NullMarked
package dev.quire.kit.limit;

import org.jspecify.annotations.NullMarked;
