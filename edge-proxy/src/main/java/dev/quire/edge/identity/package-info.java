/**
 * Who somebody is: access tokens of Quire's own accounts and of the user's own application, and
 * one-time tickets.
 *
 * <p>Signatures are checked by vertx-auth-jwt. A token's header only chooses among what the edge
 * trusts already: {@code EdDSA} with a key that auth-service published under the token's {@code
 * kid}, {@code HS256} with the configured secret, or a key that the user's own application
 * publishes under that name. Each key is held by itself with its one algorithm, so that no token
 * can have one key checked as another's, or none at all.
 */
@NullMarked
package dev.quire.edge.identity;

import org.jspecify.annotations.NullMarked;
