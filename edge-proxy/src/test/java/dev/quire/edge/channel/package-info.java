@NullMarked
package dev.quire.edge.channel;

import org.jspecify.annotations.NullMarked;
