package dev.quire.auth.account;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An e-mail address in the one form in which it is stored and compared: without surrounding space,
 * in lower case, the domain in ASCII (IDNA).
 *
 * <p>Lower case goes further than RFC 5321, which leaves the local part to its host: no provider
 * worth mentioning tells addresses apart by case, and people type them as they please.
 */
public record EmailAddress(String value) {
  private static final int MAX_LENGTH = 254;
  private static final int MAX_LOCAL_LENGTH = 64;

  /** Unquoted local parts (RFC 5322 dot-atom, with the letters of RFC 6531). */
  private static final Pattern LOCAL =
      Pattern.compile(
          "[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+(\\.[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+)*");

  /** At least two labels; the last is no number, which keeps IP addresses out. */
  private static final Pattern DOMAIN =
      Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

  /** Empty where the text is no address that mail could be sent to. */
  public static Optional<EmailAddress> parse(String text) {
    String stripped = text.strip();
    int at = stripped.lastIndexOf('@');
    if (stripped.length() > MAX_LENGTH || at < 1 || at > MAX_LOCAL_LENGTH) {
      return Optional.empty();
    }
    String local = stripped.substring(0, at).toLowerCase(Locale.ROOT);
    String domain;
    try {
      domain = IDN.toASCII(stripped.substring(at + 1)).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException notADomain) {
      return Optional.empty();
    }
    boolean acceptable =
        LOCAL.matcher(local).matches()
            && DOMAIN.matcher(domain).matches()
            && local.length() + 1 + domain.length() <= MAX_LENGTH;
    return acceptable ? Optional.of(new EmailAddress(local + "@" + domain)) : Optional.empty();
  }

  /** Addresses belong to people and stay out of logs. */
  @Override
  public String toString() {
    return "EmailAddress[redacted]";
  }
}
