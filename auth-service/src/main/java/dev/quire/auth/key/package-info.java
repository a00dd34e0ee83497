/**
 * Keys and the access tokens signed with them.
 *
 * <p>Tokens are JWTs signed with Ed25519 ({@code alg} {@code EdDSA}, RFC 8037): on Java 17 it
 * verifies in less than half the time of ES256. Keys live in PostgreSQL and survive restarts;
 * several may be good at once, so that they can be rotated without signing anybody out. Called on
 * the verticle's event loop; signing takes about half a millisecond there.
 */
@NullMarked
package dev.quire.auth.key;

import org.jspecify.annotations.NullMarked;
