/** Between edges and auth-service: keys and tickets. */
@NullMarked
package dev.quire.wire.auth;

import org.jspecify.annotations.NullMarked;
