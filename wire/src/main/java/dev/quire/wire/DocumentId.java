package dev.quire.wire;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** A document's identity: a UUID (version 7 where Quire makes it), 16 bytes, big-endian. */
public record DocumentId(long high, long low) implements Comparable<DocumentId> {
  private static final Pattern TEXT =
      Pattern.compile(
          "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

  public static DocumentId of(UUID uuid) {
    return new DocumentId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }

  /** Empty where the text is not a UUID in its canonical form (it may still be a name). */
  public static Optional<DocumentId> parse(String text) {
    return TEXT.matcher(text).matches() ? Optional.of(of(UUID.fromString(text))) : Optional.empty();
  }

  public UUID toUuid() {
    return new UUID(high, low);
  }

  @Override
  public int compareTo(DocumentId other) {
    int order = Long.compareUnsigned(high, other.high);
    return order != 0 ? order : Long.compareUnsigned(low, other.low);
  }

  @Override
  public String toString() {
    return toUuid().toString();
  }
}
