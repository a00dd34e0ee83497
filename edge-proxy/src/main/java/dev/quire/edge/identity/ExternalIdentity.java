package dev.quire.edge.identity;

import dev.quire.kit.InvalidSetting;
import dev.quire.kit.Settings;
import io.vertx.ext.auth.JWTOptions;
import java.net.URI;
import java.util.Optional;

/**
 * What the user's own application signs access tokens with, if it does.
 *
 * @param secret of HS256 tokens
 * @param keys where the public keys of RS256, ES256 and EdDSA tokens are
 * @param issuer what a token's {@code iss} must be, where it is set
 * @param audience what must be in a token's {@code aud}, where it is set
 */
public record ExternalIdentity(
    Optional<String> secret,
    Optional<URI> keys,
    Optional<String> issuer,
    Optional<String> audience) {
  private static final int SECRET_CHARS = 32;

  /**
   * @throws InvalidSetting naming the variable
   */
  public static ExternalIdentity from(Settings settings) {
    return new ExternalIdentity(
        settings.secret("QUIRE_EXTERNAL_JWT_SECRET", SECRET_CHARS),
        settings.text("QUIRE_EXTERNAL_JWKS_URL").map(ExternalIdentity::url),
        settings.text("QUIRE_EXTERNAL_JWT_ISSUER"),
        settings.text("QUIRE_EXTERNAL_JWT_AUDIENCE"));
  }

  private static URI url(String text) {
    try {
      URI url = URI.create(text);
      if (url.getHost() != null && ("https".equals(url.getScheme()) || isLocal(url))) {
        return url;
      }
    } catch (IllegalArgumentException malformed) {
      // Told below, with what it must look like.
    }
    throw new InvalidSetting(
        "QUIRE_EXTERNAL_JWKS_URL",
        "must be an https:// address (http:// on this machine only), for whoever can change what it"
            + " answers can sign in as anybody.");
  }

  private static boolean isLocal(URI url) {
    return "http".equals(url.getScheme())
        && ("127.0.0.1".equals(url.getHost()) || "localhost".equals(url.getHost()));
  }

  JWTOptions expected() {
    JWTOptions options = new JWTOptions().setLeeway(TokenVerifier.LEEWAY_SECONDS);
    issuer.ifPresent(options::setIssuer);
    audience.ifPresent(options::addAudience);
    return options;
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "ExternalIdentity[keys=" + keys + ", issuer=" + issuer + ", audience=" + audience + "]";
  }
}
