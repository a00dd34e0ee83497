/** Tests of documents that stay encoded. */
@NullMarked
package dev.quire.crdt.lazy;

import org.jspecify.annotations.NullMarked;
