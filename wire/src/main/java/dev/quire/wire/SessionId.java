package dev.quire.wire;

import java.util.Optional;
import java.util.UUID;

/**
 * Which session an edit was made in: a UUID, 16 bytes, big-endian. It is stamped on each revision
 * beside the author. It says where an edit comes from, and lets nobody do anything.
 */
public record SessionId(long high, long low) {

  public static SessionId of(UUID uuid) {
    return new SessionId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }

  /** Empty where the text is not a UUID in its canonical form. */
  public static Optional<SessionId> parse(String text) {
    return DocumentId.parse(text).map(id -> new SessionId(id.high(), id.low()));
  }

  public UUID toUuid() {
    return new UUID(high, low);
  }

  @Override
  public String toString() {
    return toUuid().toString();
  }
}
