@NullMarked
package dev.quire.edge.presence;

import org.jspecify.annotations.NullMarked;
