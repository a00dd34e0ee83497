/** How old a replica is, and what that decides. */
@NullMarked
package dev.quire.doc.replica;

import org.jspecify.annotations.NullMarked;
