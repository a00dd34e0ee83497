package dev.quire.richtext.anchor;

import dev.quire.crdt.RelativePosition;
import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.richtext.ContentException;
import dev.quire.richtext.ContentException.Reason;
import java.util.Base64;

/**
 * Relative positions as text: the bytes of {@code Y.encodeRelativePosition}, as base64url (RFC
 * 4648, section 5) without padding.
 */
final class AnchorText {
  /** In characters; one that names a root by a long name is the longest. */
  static final int MOST = 512;

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private AnchorText() {}

  static String write(RelativePosition position) {
    return ENCODER.encodeToString(position.encode());
  }

  /**
   * Reads one.
   *
   * @throws ContentException of reason {@code INVALID} if it is none
   */
  static RelativePosition read(String anchor) {
    if (anchor.length() > MOST) {
      throw none("it is longer than " + MOST + " characters");
    }
    try {
      return RelativePosition.decode(Base64.getUrlDecoder().decode(anchor));
    } catch (IllegalArgumentException | MalformedUpdateException malformed) {
      throw none(String.valueOf(malformed.getMessage()));
    }
  }

  private static ContentException none(String why) {
    return new ContentException(
        Reason.INVALID,
        "An anchor is a relative position as base64url, as making anchors gives it: " + why + ".");
  }
}
