/** What the parts of one event loop share, whatever they are for. Imports none of them. */
@NullMarked
package dev.quire.edge.loop;

import org.jspecify.annotations.NullMarked;
