@NullMarked
package dev.quire.edge;

import org.jspecify.annotations.NullMarked;
