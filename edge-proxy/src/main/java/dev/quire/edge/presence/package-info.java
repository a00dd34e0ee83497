/**
 * Awareness: from sockets to the presence process of their document, and from there back to every
 * socket of the document, the sender's too. Nothing here is ever waited for, and all of it is shed
 * first.
 */
@NullMarked
package dev.quire.edge.presence;

import org.jspecify.annotations.NullMarked;
