/**
 * Who owns what just now: shards by collab process, documents by presence process. Pure: told what
 * was announced and what time it is.
 */
@NullMarked
package dev.quire.edge.route;

import org.jspecify.annotations.NullMarked;
