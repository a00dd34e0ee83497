/** REST as the edge asks it, over the bus. */
@NullMarked
package dev.quire.doc.rest;

import org.jspecify.annotations.NullMarked;
