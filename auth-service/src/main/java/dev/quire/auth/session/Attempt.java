package dev.quire.auth.session;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a client calls one use of its refresh token: a random text of its own, sent again when the
 * use is repeated because its answer was lost. It lets nobody in, since the token is needed, too;
 * but who has only a copy of the token does not know it. At rest only its SHA-256 exists.
 */
public record Attempt(String name) {
  /** Long enough not to be guessed within the seconds that it counts for. */
  private static final Pattern FORM = Pattern.compile("[!-~]{16,255}");

  /** Empty where the text can't be one. */
  public static Optional<Attempt> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new Attempt(text)) : Optional.empty();
  }

  byte[] hash() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Half of a credential: stays out of logs. */
  @Override
  public String toString() {
    return "Attempt[redacted]";
  }
}
