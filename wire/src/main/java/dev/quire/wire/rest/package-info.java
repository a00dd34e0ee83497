/** REST calls that the edge has authenticated and passes to the service that answers them. */
@NullMarked
package dev.quire.wire.rest;

import org.jspecify.annotations.NullMarked;
