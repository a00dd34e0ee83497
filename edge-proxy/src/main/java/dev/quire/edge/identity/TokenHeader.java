package dev.quire.edge.identity;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.Objects;

/**
 * What a token says of its signature, not verified: good for choosing a key and nothing else.
 *
 * @param kid {@code ""} where it names no key
 */
record TokenHeader(String algorithm, String kid) {
  private static final int MAX_TOKEN_CHARS = 16 << 10;

  /**
   * @throws TokenRefused where it is no JSON Web Token (RFC 7519)
   */
  static TokenHeader of(String token) {
    if (token.length() > MAX_TOKEN_CHARS) {
      throw new TokenRefused("The access token is longer than " + MAX_TOKEN_CHARS + " characters.");
    }
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      throw new TokenRefused("This is no access token. Sign in, and send the one you are given.");
    }
    try {
      JsonObject header = new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(parts[0])));
      return new TokenHeader(text(header, "alg"), text(header, "kid"));
    } catch (IllegalArgumentException | DecodeException | ClassCastException malformed) {
      throw new TokenRefused("The access token's header can't be read.");
    }
  }

  /** What is not there and what is null say the same. */
  private static String text(JsonObject header, String name) {
    return Objects.requireNonNullElse(header.getString(name), "");
  }
}
