package dev.quire.richtext;

import dev.quire.crdt.lib0.AnyCodec;
import dev.quire.crdt.lib0.Lib0Writer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The attribute of a Yjs text that stands for a mark, as the ProseMirror bindings of Yjs name it:
 * the mark's type; or, where marks of one type may lie over each other, the type, two dashes, and
 * eight characters of Base64 for the SHA-256 of the mark's encoded JSON, folded to six bytes.
 */
public final class MarkKey {
  private static final int DIGEST_BYTES = 6;
  private static final Pattern OVERLAPPING =
      Pattern.compile("(.*)(--[a-zA-Z0-9+/=]{8})", Pattern.DOTALL);

  private MarkKey() {}

  /** The type of the mark that stands under a key. */
  public static String type(String key) {
    Matcher matcher = OVERLAPPING.matcher(key);
    return matcher.matches() ? matcher.group(1) : key;
  }

  /** Whether a key is one for a mark that others of its type may lie over. */
  public static boolean isOverlapping(String key) {
    return OVERLAPPING.matcher(key).matches();
  }

  /** The key of a mark that others of its type may lie over. */
  public static String overlapping(Mark mark) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", mark.type());
    if (!mark.attributes().isEmpty()) {
      json.put("attrs", mark.attributes());
    }
    Lib0Writer encoded = new Lib0Writer();
    AnyCodec.write(encoded, json);
    return mark.type()
        + "--"
        + Base64.getEncoder().encodeToString(fold(sha256(encoded.toByteArray())));
  }

  private static byte[] fold(byte[] digest) {
    byte[] folded = Arrays.copyOf(digest, DIGEST_BYTES);
    for (int i = DIGEST_BYTES; i < digest.length; i++) {
      folded[i % DIGEST_BYTES] ^= digest[i];
    }
    return folded;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-256", missing);
    }
  }
}
