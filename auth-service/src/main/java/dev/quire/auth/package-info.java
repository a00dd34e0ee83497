/**
 * auth-service: accounts, sessions, keys and tokens.
 *
 * <p>The edge passes it the REST calls under {@code /api/v1/auth} and asks it for the public keys
 * that access tokens are verified with; doc-service asks it who has an address. Everything it knows
 * is in PostgreSQL (schema {@code quire_auth}), so any process answers any call.
 *
 * <p>One {@link dev.quire.auth.AuthService} verticle runs on one event loop and only wires. What
 * takes time (Argon2id, migrations) runs on workers, bounded. What decides is pure: {@link
 * dev.quire.auth.session.Rotation}, {@link dev.quire.auth.account.EmailAddress}, {@link
 * dev.quire.auth.account.Registration}.
 *
 * <p>Invariants: a password, refresh token or ticket is never stored or logged as such; of a
 * session's refresh tokens at most one is unspent; logging in costs one Argon2id computation
 * whether the address exists or not.
 */
@NullMarked
package dev.quire.auth;

import org.jspecify.annotations.NullMarked;
