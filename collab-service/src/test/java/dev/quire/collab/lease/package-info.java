@NullMarked
package dev.quire.collab.lease;

import org.jspecify.annotations.NullMarked;
