@NullMarked
package dev.quire.edge.http;

import org.jspecify.annotations.NullMarked;
