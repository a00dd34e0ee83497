package dev.quire.auth;

import dev.quire.auth.account.Passwords;
import dev.quire.auth.limit.AuthLimits;
import dev.quire.auth.mail.MailSettings;
import dev.quire.kit.InvalidSetting;
import dev.quire.kit.Settings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * What auth-service is configured with, checked.
 *
 * @param database where PostgreSQL is, credentials included
 * @param redis where auth processes count attempts together; empty where each is by itself
 * @param hashing the cost of a password's hash; by default the second of OWASP's equivalent choices
 *     for Argon2id
 * @param cookieSecure whether the refresh cookie is kept to HTTPS; off only where browsers reach
 *     Quire by plain HTTP, which is for loopback alone
 * @param keyLife how long a key signs access tokens before the next one does
 * @param keysSince keys that began to sign before this time are replaced: for one that may be known
 *     to others
 * @param refreshGrace how long after its use a refresh token still gives the same successor; none
 *     unless it is asked for, so that any second use ends the session
 * @param mailedLinkLife how long a link in a mail is good
 */
public record AuthSettings(
    URI database,
    Optional<URI> redis,
    int databaseConnections,
    Passwords.Cost hashing,
    Duration accessTokenLife,
    Duration sessionLife,
    Duration keyLife,
    Instant keysSince,
    Duration refreshGrace,
    Duration ticketLife,
    Duration mailedLinkLife,
    MailSettings mail,
    boolean cookieSecure,
    AuthLimits.Rates limits) {

  /**
   * @throws InvalidSetting naming the variable that is missing or wrong
   */
  public static AuthSettings from(Settings settings) {
    URI database =
        settings.url("QUIRE_DATABASE_URL", "postgresql://127.0.0.1:5432/quire", "postgresql");
    if (database.getHost() == null || database.getPath().length() < 2) {
      throw new InvalidSetting(
          "QUIRE_DATABASE_URL", "must look like postgresql://user:password@host:port/database.");
    }
    return new AuthSettings(
        database,
        settings.optionalUrl("QUIRE_REDIS_URL", "redis", "rediss"),
        settings.integer("QUIRE_AUTH_DATABASE_CONNECTIONS", 8, 1, 200),
        new Passwords.Cost(
            settings.integer("QUIRE_AUTH_ARGON2_MEMORY_KIB", 19_456, 8, 1_048_576),
            settings.integer("QUIRE_AUTH_ARGON2_ITERATIONS", 2, 1, 100),
            settings.integer("QUIRE_AUTH_HASH_THREADS", 2, 1, 64),
            settings.integer("QUIRE_AUTH_HASH_QUEUE", 64, 1, 10_000)),
        Duration.ofSeconds(settings.number("QUIRE_AUTH_ACCESS_TOKEN_SECONDS", 600, 5, 3600)),
        Duration.ofDays(settings.number("QUIRE_AUTH_SESSION_DAYS", 30, 1, 365)),
        Duration.ofHours(settings.number("QUIRE_AUTH_KEY_HOURS", 30 * 24, 1, 365 * 24)),
        keysSince(settings),
        Duration.ofMillis(settings.number("QUIRE_AUTH_REFRESH_GRACE_MILLIS", 0, 0, 60_000)),
        Duration.ofSeconds(settings.number("QUIRE_AUTH_TICKET_SECONDS", 30, 1, 300)),
        Duration.ofMinutes(settings.number("QUIRE_AUTH_MAILED_LINK_MINUTES", 30, 1, 24 * 60)),
        MailSettings.from(settings),
        settings.flag("QUIRE_COOKIE_SECURE", true),
        new AuthLimits.Rates(
            settings.integer("QUIRE_LIMIT_AUTH_PER_ADDRESS_PER_MINUTE", 300, 0, 1_000_000),
            settings.integer("QUIRE_LIMIT_AUTH_PER_ACCOUNT_PER_MINUTE", 10, 0, 1_000_000)));
  }

  private static Instant keysSince(Settings settings) {
    try {
      return settings.text("QUIRE_AUTH_KEYS_SINCE").map(Instant::parse).orElse(Instant.EPOCH);
    } catch (DateTimeParseException malformed) {
      throw new InvalidSetting(
          "QUIRE_AUTH_KEYS_SINCE", "must be a time like 2026-01-31T12:00:00Z.");
    }
  }

  /** Without the database's credentials. */
  @Override
  public String toString() {
    return "AuthSettings[database=" + database.getHost() + database.getPath() + "]";
  }
}
