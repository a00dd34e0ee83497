package dev.quire.auth.key;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.EdECPrivateKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/**
 * An Ed25519 key pair.
 *
 * @param kid its JWK thumbprint (RFC 7638): the same key has the same name everywhere
 * @param publicKey 32 bytes (RFC 8032)
 * @param privateKey 32 bytes, the seed
 * @param signsFrom when it begins to sign; it verifies at any time
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared: a key's identity is its kid.
record SigningKey(String kid, byte[] publicKey, byte[] privateKey, Instant signsFrom) {
  private static final int KEY_BYTES = 32;

  static SigningKey generate(Instant signsFrom) {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      // The X.509 form is a fixed prefix and the 32 bytes.
      byte[] x509 = pair.getPublic().getEncoded();
      byte[] publicKey = Arrays.copyOfRange(x509, x509.length - KEY_BYTES, x509.length);
      byte[] privateKey =
          ((EdECPrivateKey) pair.getPrivate())
              .getBytes()
              .orElseThrow(() -> new IllegalStateException("the key can't be exported"));
      return new SigningKey(thumbprint(publicKey), publicKey, privateKey, signsFrom);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java has Ed25519 since 15", e);
    }
  }

  /** What everybody may know, as a JSON Web Key (RFC 7517, RFC 8037). */
  JsonObject publicJwk() {
    return new JsonObject()
        .put("kty", "OKP")
        .put("crv", "Ed25519")
        .put("alg", "EdDSA")
        .put("use", "sig")
        .put("kid", kid)
        .put("x", base64(publicKey));
  }

  /** The whole key: for the signer only. */
  JsonObject privateJwk() {
    return publicJwk().put("d", base64(privateKey));
  }

  private static String thumbprint(byte[] publicKey) throws GeneralSecurityException {
    String canonical = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + base64(publicKey) + "\"}";
    return base64(
        MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8)));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return "SigningKey[" + kid + "]";
  }
}
