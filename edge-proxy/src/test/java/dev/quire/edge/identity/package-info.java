@NullMarked
package dev.quire.edge.identity;

import org.jspecify.annotations.NullMarked;
