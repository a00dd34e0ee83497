package dev.quire.auth.rest;

import dev.quire.auth.account.Account;
import dev.quire.auth.account.Accounts;
import dev.quire.auth.account.EmailAddress;
import dev.quire.auth.account.Passwords;
import dev.quire.auth.account.Registration;
import dev.quire.auth.account.TimeOrderedId;
import dev.quire.auth.limit.AuthLimits;
import dev.quire.auth.session.Beginnings;
import dev.quire.kit.rest.Problem;
import dev.quire.kit.rest.RestCall;
import dev.quire.wire.rest.RestReply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Registering and signing in. */
public final class SignIn {
  private static final int MAX_PASSWORD_CHARS = 1024;

  private final Authority authority;
  private final Accounts accounts;
  private final Passwords passwords;
  private final Beginnings sessions;
  private final AuthLimits limits;

  public SignIn(
      Authority authority,
      Accounts accounts,
      Passwords passwords,
      Beginnings sessions,
      AuthLimits limits) {
    this.authority = authority;
    this.accounts = accounts;
    this.passwords = passwords;
    this.sessions = sessions;
    this.limits = limits;
  }

  /** {@code POST /api/v1/auth/register}. */
  public Future<RestReply> register(RestCall call) {
    Registration given = Registration.of(Authority.body(call));
    Account account =
        new Account(TimeOrderedId.at(authority.now()), given.email(), given.displayName());
    // Hashed before it is known whether the address is taken, so that both cost the same.
    return passwords
        .hash(given.password())
        .compose(
            hash ->
                accounts
                    .add(account, hash, authority.now())
                    .compose(
                        added ->
                            added
                                ? begin(201, new Accounts.Credentials(account, hash))
                                : Future.failedFuture(taken())));
  }

  /** {@code POST /api/v1/auth/login}. */
  public Future<RestReply> login(RestCall call) {
    JsonObject body = Authority.body(call);
    String typed = Registration.text(body, "email");
    String password = Registration.text(body, "password");
    if (password.length() > MAX_PASSWORD_CHARS) {
      throw Problem.invalid("'password' is longer than any password can be.");
    }
    Optional<EmailAddress> email = EmailAddress.parse(typed);
    return email.isPresent()
        ? limits.attempt(email.get(), attempt -> verify(call, email.get(), password)).apply(call)
        : passwords.verify(password, Optional.empty()).compose(never -> refused());
  }

  /** The same work whether the address exists or not: a lookup and one hash. */
  private Future<RestReply> verify(RestCall call, EmailAddress email, String password) {
    return accounts
        .find(email)
        .compose(
            found ->
                passwords
                    .verify(password, found.map(Accounts.Credentials::passwordHash))
                    .compose(right -> right ? welcome(call, found.orElseThrow()) : refused()));
  }

  private Future<RestReply> welcome(RestCall call, Accounts.Credentials verified) {
    return begin(200, verified)
        .onSuccess(begun -> limits.succeeded(verified.account().email(), call));
  }

  /** The password was right when it was read; it must be so still. */
  private Future<RestReply> begin(int status, Accounts.Credentials verified) {
    return sessions
        .begin(verified, TimeOrderedId.at(authority.now()), authority.now())
        .compose(
            begun ->
                begun
                    .map(fresh -> authority.begun(status, verified.account(), fresh))
                    .map(Future::succeededFuture)
                    .orElseGet(SignIn::refused));
  }

  private static Problem taken() {
    return new Problem(
        409,
        "address-taken",
        "Already registered",
        "There is an account with this address. Sign in instead.");
  }

  private static Future<RestReply> refused() {
    return Future.failedFuture(
        new Problem(
            401,
            "wrong-credentials",
            "Not signed in",
            "There is no account with this address and password. Check both and try again."));
  }
}
