/**
 * Between edges and the collab processes that own documents: sessions, updates, fan-out, routes.
 */
@NullMarked
package dev.quire.wire.session;

import org.jspecify.annotations.NullMarked;
