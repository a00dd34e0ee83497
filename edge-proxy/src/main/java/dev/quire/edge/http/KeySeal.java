package dev.quire.edge.http;

import dev.quire.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the database is given of an idempotency key and of the answer under it: a digest, and the
 * answer sealed (AES-256-GCM) with another digest. Answers may hold what is stored nowhere, such as
 * the token of a share link; whoever reads the database without the caller's key learns nothing.
 * Sealing is for one thread at a time.
 */
final class KeySeal {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String owner;
  private final String key;

  KeySeal(String owner, String key) {
    this.owner = owner;
    this.key = key;
  }

  /** What the key is known by. */
  String name() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest("name"));
  }

  Bytes seal(Bytes answer) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, answer.array());
    byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
    System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
    return Bytes.of(all);
  }

  /**
   * @throws IllegalStateException where this was not sealed with the same key
   */
  Bytes open(Bytes sealed) {
    byte[] all = sealed.array();
    if (all.length < NONCE_BYTES) {
      throw new IllegalStateException("too short to be a sealed answer");
    }
    byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
    return Bytes.of(
        run(Cipher.DECRYPT_MODE, nonce, Arrays.copyOfRange(all, NONCE_BYTES, all.length)));
  }

  private byte[] run(int mode, byte[] nonce, byte[] bytes) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          mode, new SecretKeySpec(digest("seal"), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
      return cipher.doFinal(bytes);
    } catch (GeneralSecurityException wrong) {
      throw new IllegalStateException("an answer can't be sealed or opened", wrong);
    }
  }

  /** Neither of two digests for different purposes tells anything of the other. */
  private byte[] digest(String purpose) {
    try {
      String text = purpose + '\n' + owner + '\n' + key;
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
