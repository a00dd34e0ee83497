/** Where baselines stand, without a database. */
@NullMarked
package dev.quire.doc.baseline;

import org.jspecify.annotations.NullMarked;
