@NullMarked
package dev.quire.edge.pace;

import org.jspecify.annotations.NullMarked;
