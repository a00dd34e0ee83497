package dev.quire.auth.rest;

import dev.quire.auth.account.Account;
import dev.quire.auth.account.Accounts;
import dev.quire.auth.account.Passwords;
import dev.quire.auth.account.Registration;
import dev.quire.auth.account.TimeOrderedId;
import dev.quire.auth.limit.AuthLimits;
import dev.quire.auth.mail.Letter;
import dev.quire.auth.mail.Letters;
import dev.quire.auth.mail.MailedLinks;
import dev.quire.auth.mail.Postbox;
import dev.quire.auth.session.Beginnings;
import dev.quire.auth.session.OpaqueToken;
import dev.quire.kit.rest.Problem;
import dev.quire.kit.rest.Replies;
import dev.quire.kit.rest.RestCall;
import dev.quire.wire.rest.RestReply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * Registering where mail can be sent: the answer says only that there will be a mail, and the mail
 * what has become of it, to whoever reads the mail of that address.
 *
 * <p>Opening the account takes the password as well as the link. Otherwise somebody could register
 * with another's address, wait until its owner opens the link, and know the account's password.
 */
public final class Confirmation {
  private final Authority authority;
  private final Accounts accounts;
  private final MailedLinks links;
  private final Passwords passwords;
  private final Beginnings sessions;
  private final AuthLimits limits;
  private final Letters letters;
  private final Postbox postbox;

  public Confirmation(
      Authority authority,
      Accounts accounts,
      MailedLinks links,
      Passwords passwords,
      Beginnings sessions,
      AuthLimits limits,
      Letters letters,
      Postbox postbox) {
    this.authority = authority;
    this.accounts = accounts;
    this.links = links;
    this.passwords = passwords;
    this.sessions = sessions;
    this.limits = limits;
    this.letters = letters;
    this.postbox = postbox;
  }

  /** {@code POST /api/v1/auth/register}: 202 whether the address is taken or not, for one hash. */
  public Future<RestReply> register(RestCall call) {
    Registration given = Registration.of(Authority.body(call));
    Account account =
        new Account(TimeOrderedId.at(authority.now()), given.email(), given.displayName());
    return limits
        .letter(
            given.email(),
            asked ->
                passwords
                    .hash(given.password())
                    .map(
                        hash -> {
                          postbox.handIn(() -> letter(account, hash));
                          return Replies.json(
                              202, new JsonObject().put("email", given.email().value()));
                        }))
        .apply(call);
  }

  private Future<Optional<Letter>> letter(Account account, String hash) {
    return accounts
        .find(account.email())
        .compose(
            found ->
                found.isPresent()
                    ? links
                        .offerReset(account.email(), authority.now())
                        .map(
                            offered ->
                                offered.map(
                                    token -> letters.registeredAlready(account.email(), token)))
                    : links
                        .offerAccount(account, hash, authority.now())
                        .map(
                            offered ->
                                offered.map(token -> letters.confirm(account.email(), token))));
  }

  /** {@code POST /api/v1/auth/confirm} {@code {token, password}}: 201 as from registering. */
  public Future<RestReply> confirm(RestCall call) {
    JsonObject body = Authority.body(call);
    String password = Registration.password(body, "password");
    OpaqueToken token =
        OpaqueToken.parse(Registration.text(body, "token")).orElseThrow(PasswordReset::linkIsOver);
    return links
        .pending(token, authority.now())
        .map(found -> found.orElseThrow(PasswordReset::linkIsOver))
        .compose(
            pending ->
                limits
                    .attempt(
                        pending.account().email(), attempt -> open(call, token, pending, password))
                    .apply(call));
  }

  private Future<RestReply> open(
      RestCall call, OpaqueToken token, Accounts.Credentials pending, String password) {
    Account account = pending.account();
    return passwords
        .verify(password, Optional.of(pending.passwordHash()))
        .compose(
            right ->
                right
                    ? links.confirm(token, authority.now())
                    : Future.failedFuture(wrongPassword()))
        .compose(
            made -> {
              limits.succeeded(account.email(), call);
              return made
                  ? sessions.begin(pending, TimeOrderedId.at(authority.now()), authority.now())
                  : Future.failedFuture(PasswordReset.linkIsOver());
            })
        .map(begun -> begun.orElseThrow(PasswordReset::linkIsOver))
        .map(begun -> authority.begun(201, account, begun));
  }

  private static Problem wrongPassword() {
    return new Problem(
        401,
        "wrong-credentials",
        "Not opened",
        "That is not the password that you registered with. Try again, or register once more.");
  }
}
