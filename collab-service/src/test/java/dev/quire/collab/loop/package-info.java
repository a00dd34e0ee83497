/** A loop in the hands of tests. */
@NullMarked
package dev.quire.collab.loop;

import org.jspecify.annotations.NullMarked;
