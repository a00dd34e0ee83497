package dev.quire.wire.doc;

import dev.quire.wire.WireMessage;
import java.util.List;

/**
 * Puts sign-ins that are over into the revocation stream. Repeating it is harmless.
 *
 * @param sessions as in {@link dev.quire.wire.Principal#session}; at most 1,000
 * @param keys as in {@link dev.quire.wire.Principal#key}: the sign-ins of all tokens that are
 *     signed with them; at most 1,000
 */
public record EndSignIns(List<String> sessions, List<String> keys) implements WireMessage {
  public EndSignIns(List<String> sessions) {
    this(sessions, List.of());
  }

  /**
   * @param head the stream's last number, with these in it
   */
  public record Ended(long head) implements WireMessage {}
}
