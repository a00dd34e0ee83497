/** Between everybody and doc-service: the op log, epochs, snapshots, and who may open what. */
@NullMarked
package dev.quire.wire.doc;

import org.jspecify.annotations.NullMarked;
