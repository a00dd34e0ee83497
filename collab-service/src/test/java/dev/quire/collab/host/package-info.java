@NullMarked
package dev.quire.collab.host;

import org.jspecify.annotations.NullMarked;
