package dev.quire.auth.mail;

import dev.quire.auth.account.EmailAddress;
import dev.quire.kit.InvalidSetting;
import dev.quire.kit.Settings;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How letters leave.
 *
 * @param server {@code smtp://user:password@host:port}, or {@code smtps} for TLS from the first
 *     byte; null where no mail can be sent
 * @param tlsRequired whether nothing is said on an {@code smtp} connection before STARTTLS
 * @param from the sender
 * @param publicUrl where people reach Quire; links begin with it, and never with what a request
 *     says its host is
 * @param linksToLog whether, without a server, links to choose another password are logged: for
 *     whoever tries Quire alone
 */
public record MailSettings(
    @Nullable URI server, boolean tlsRequired, String from, URI publicUrl, boolean linksToLog) {
  /**
   * @throws InvalidSetting naming the variable that is missing or wrong
   */
  public static MailSettings from(Settings settings) {
    @Nullable URI server = settings.optionalUrl("QUIRE_SMTP_URL", "smtp", "smtps").orElse(null);
    if (server != null && server.getHost() == null) {
      throw new InvalidSetting(
          "QUIRE_SMTP_URL", "must look like smtp://user:password@mail.example.org:587.");
    }
    Optional<String> from = settings.text("QUIRE_MAIL_FROM");
    if (server != null && from.flatMap(EmailAddress::parse).isEmpty()) {
      throw new InvalidSetting(
          "QUIRE_MAIL_FROM", "must be the sender's address where QUIRE_SMTP_URL is set.");
    }
    if (server != null && settings.text("QUIRE_PUBLIC_URL").isEmpty()) {
      throw new InvalidSetting(
          "QUIRE_PUBLIC_URL",
          "must say where people reach Quire, such as https://quire.example.org, where"
              + " QUIRE_SMTP_URL is set: mails link to it.");
    }
    int port = settings.integer("QUIRE_PORT", 8080, 1, 65_535);
    return new MailSettings(
        server,
        settings.flag("QUIRE_SMTP_STARTTLS", true),
        from.orElse(""),
        settings.url("QUIRE_PUBLIC_URL", "http://127.0.0.1:" + port, "http", "https"),
        settings.flag("QUIRE_MAIL_LINKS_TO_LOG", false));
  }

  /** Without the server's credentials. */
  @Override
  public String toString() {
    return "MailSettings[server=" + (server == null ? "none" : server.getHost()) + "]";
  }
}
