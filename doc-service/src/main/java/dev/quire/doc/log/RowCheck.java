package dev.quire.doc.log;

import dev.quire.wire.SessionId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What is written beside each row of the log, so that a row that was damaged is known by itself:
 * CRC-32C over the document's id, the revision, the epoch (big endian), the author's UTF-8 with its
 * length, the update, and the session's 16 bytes where it has one. The time is the database's own
 * and is not covered.
 */
public final class RowCheck {
  private static final int FIXED_BYTES = 36;
  private static final int SESSION_BYTES = 16;

  private RowCheck() {}

  public static int of(
      UUID document,
      long revision,
      long epoch,
      String author,
      byte[] update,
      @Nullable SessionId session) {
    byte[] name = author.getBytes(StandardCharsets.UTF_8);
    byte[] fixed =
        ByteBuffer.allocate(FIXED_BYTES)
            .putLong(document.getMostSignificantBits())
            .putLong(document.getLeastSignificantBits())
            .putLong(revision)
            .putLong(epoch)
            .putInt(name.length)
            .array();
    CRC32C check = new CRC32C();
    check.update(fixed);
    check.update(name);
    check.update(update);
    if (session != null) {
      check.update(
          ByteBuffer.allocate(SESSION_BYTES)
              .putLong(session.high())
              .putLong(session.low())
              .array());
    }
    return (int) check.getValue();
  }
}
