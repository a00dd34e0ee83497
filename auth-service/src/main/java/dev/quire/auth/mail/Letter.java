package dev.quire.auth.mail;

import dev.quire.auth.account.EmailAddress;
import java.net.URI;

/**
 * One letter.
 *
 * @param link what it is about; a credential
 */
public record Letter(EmailAddress to, String subject, String text, URI link) {
  /** It holds a credential and an address. */
  @Override
  public String toString() {
    return "Letter[redacted]";
  }
}
