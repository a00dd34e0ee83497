/**
 * Sign-ins and the refresh tokens that carry them on.
 *
 * <p>A session is a family of refresh tokens, each made from the one before; only the newest is
 * unspent. What a presented token means is decided by {@link dev.quire.auth.session.Rotation},
 * which is pure; {@link dev.quire.auth.session.Sessions} reads what it needs under the session's
 * row lock and writes what it decided in the same transaction, so of two requests with one token
 * the second sees what the first did. Called on the verticle's event loop.
 */
@NullMarked
package dev.quire.auth.session;

import org.jspecify.annotations.NullMarked;
