package dev.quire.auth.rest;

import dev.quire.auth.account.EmailAddress;
import dev.quire.auth.account.Passwords;
import dev.quire.auth.account.Registration;
import dev.quire.auth.limit.AuthLimits;
import dev.quire.auth.mail.Letters;
import dev.quire.auth.mail.MailedLinks;
import dev.quire.auth.mail.Postbox;
import dev.quire.auth.session.OpaqueToken;
import dev.quire.kit.rest.Problem;
import dev.quire.kit.rest.Replies;
import dev.quire.kit.rest.RestCall;
import dev.quire.wire.rest.RestReply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Another password for whoever reads the mail of an account's address. */
public final class PasswordReset {
  private final Authority authority;
  private final MailedLinks links;
  private final Passwords passwords;
  private final AuthLimits limits;
  private final Letters letters;
  private final Postbox postbox;

  public PasswordReset(
      Authority authority,
      MailedLinks links,
      Passwords passwords,
      AuthLimits limits,
      Letters letters,
      Postbox postbox) {
    this.authority = authority;
    this.links = links;
    this.passwords = passwords;
    this.limits = limits;
    this.letters = letters;
    this.postbox = postbox;
  }

  /**
   * {@code POST /api/v1/auth/reset-request} {@code {email}}: 202 before anything is looked up, so
   * that answer and time are the same for every address.
   */
  public Future<RestReply> request(RestCall call) {
    EmailAddress email = Registration.email(Authority.body(call));
    return limits
        .letter(
            email,
            asked -> {
              postbox.handIn(
                  () ->
                      links
                          .offerReset(email, authority.now())
                          .map(offered -> offered.map(token -> letters.reset(email, token))));
              return Future.succeededFuture(Replies.json(202, new JsonObject()));
            })
        .apply(call);
  }

  /**
   * {@code POST /api/v1/auth/reset} {@code {token, password}}: every session of the account ends,
   * for whoever knew the old password may have one.
   */
  public Future<RestReply> reset(RestCall call) {
    JsonObject body = Authority.body(call);
    String password = Registration.password(body, "password");
    OpaqueToken token =
        OpaqueToken.parse(Registration.text(body, "token")).orElseThrow(PasswordReset::linkIsOver);
    // Nothing is hashed for tokens that somebody made up.
    return links
        .isGoodForReset(token, authority.now())
        .compose(good -> good ? passwords.hash(password) : Future.failedFuture(linkIsOver()))
        .compose(hash -> links.reset(token, hash, authority.now()))
        .compose(changed -> changed ? authority.tellEnded() : Future.failedFuture(linkIsOver()))
        .map(told -> authority.withoutCookie(Replies.noContent()));
  }

  static Problem linkIsOver() {
    return new Problem(
        400,
        "link-over",
        "This link is over",
        "The link was used already, or is too old. Ask for another one.");
  }
}
