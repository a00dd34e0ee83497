package dev.quire.auth.mail;

import dev.quire.auth.account.EmailAddress;
import dev.quire.auth.session.OpaqueToken;
import java.net.URI;
import java.time.Duration;

/**
 * What letters say. Nothing in them was typed by whoever asked for the letter, a name for instance:
 * that would let anybody send anybody a text of his own. Tokens stand behind the {@code #} of a
 * link, which browsers send to nobody.
 */
public final class Letters {
  private final String site;
  private final Duration life;

  /**
   * @param publicUrl what links begin with
   * @param life how long links are good
   */
  public Letters(URI publicUrl, Duration life) {
    String given = publicUrl.toString();
    this.site = given.endsWith("/") ? given.substring(0, given.length() - 1) : given;
    this.life = life;
  }

  /** To somebody who has an account and has perhaps forgotten its password. */
  public Letter reset(EmailAddress to, OpaqueToken token) {
    URI link = link("/reset", token);
    return new Letter(
        to,
        "Choose another password for Quire",
        """
        Somebody, you perhaps, asked for another password for your account at
        %s.

        Choose one here, within %d minutes; the link is good once:

        %s

        If that was not you, do nothing: your password stays as it is.
        """
            .formatted(site, life.toMinutes(), link),
        link);
  }

  /** To somebody who has registered with this address. */
  public Letter confirm(EmailAddress to, OpaqueToken token) {
    URI link = link("/confirm", token);
    return new Letter(
        to,
        "Your account at Quire",
        """
        Somebody, you perhaps, registered with this address at
        %s.

        Open your account here, within %d minutes, with the password that you
        chose; the link is good once:

        %s

        If that was not you, do nothing: there will be no account.
        """
            .formatted(site, life.toMinutes(), link),
        link);
  }

  /** To somebody who has registered, but has an account already. */
  public Letter registeredAlready(EmailAddress to, OpaqueToken token) {
    URI link = link("/reset", token);
    return new Letter(
        to,
        "Your account at Quire",
        """
        Somebody, you perhaps, registered with this address at
        %s.

        You have an account there already. Sign in with its password, or choose
        another one here, within %d minutes; the link is good once:

        %s

        If that was not you, do nothing: your account stays as it is.
        """
            .formatted(site, life.toMinutes(), link),
        link);
  }

  private URI link(String page, OpaqueToken token) {
    return URI.create(site + page + "#" + token.value());
  }
}
