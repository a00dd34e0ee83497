/** Stories of one document's owner, told input by input, and of a lane's commits. */
@NullMarked
package dev.quire.collab.owner;

import org.jspecify.annotations.NullMarked;
