/** The op log against a real PostgreSQL. */
@NullMarked
package dev.quire.doc.log;

import org.jspecify.annotations.NullMarked;
