package dev.quire.auth.session;

import dev.quire.kit.rest.RestCall;
import java.time.Duration;
import java.util.Optional;

/**
 * The cookie that a refresh token travels in. Scripts can't read it, other sites can't make a
 * browser send it, and it goes to the auth calls only.
 *
 * <p>Kept to HTTPS it is named with the prefix {@code __Secure-} (RFC 6265bis), which a page on
 * plain HTTP can't overwrite; {@code __Host-} would demand the path {@code /}.
 */
public final class RefreshCookie {
  private static final String PATH = "/api/v1/auth";

  private final boolean secure;
  private final long maxAgeSeconds;

  public RefreshCookie(boolean secure, Duration life) {
    this.secure = secure;
    this.maxAgeSeconds = life.toSeconds();
  }

  /** The {@code Set-Cookie} that gives the client a token. */
  public String set(OpaqueToken token) {
    return header(token.value(), maxAgeSeconds);
  }

  /** The {@code Set-Cookie} that takes it away. */
  public String clear() {
    return header("", 0);
  }

  /** What the client sent, where that can be a token at all. */
  public Optional<OpaqueToken> read(RestCall call) {
    String prefix = name() + "=";
    for (String pair : call.header("cookie").orElse("").split(";", -1)) {
      String cookie = pair.strip();
      if (cookie.startsWith(prefix)) {
        return OpaqueToken.parse(cookie.substring(prefix.length()));
      }
    }
    return Optional.empty();
  }

  private String name() {
    return secure ? "__Secure-quire_refresh" : "quire_refresh";
  }

  private String header(String value, long maxAge) {
    return name()
        + "="
        + value
        + "; Path="
        + PATH
        + "; Max-Age="
        + maxAge
        + "; HttpOnly; SameSite=Strict"
        + (secure ? "; Secure" : "");
  }
}
