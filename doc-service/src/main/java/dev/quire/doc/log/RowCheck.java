package dev.quire.doc.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * What is written beside each row of the log, so that a row that was damaged is known by itself:
 * CRC-32C over the document's id, the revision, the epoch (big endian), the author's UTF-8 with its
 * length, and the update. The time is the database's own and is not covered.
 */
public final class RowCheck {
  private static final int FIXED_BYTES = 36;

  private RowCheck() {}

  public static int of(UUID document, long revision, long epoch, String author, byte[] update) {
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
    return (int) check.getValue();
  }
}
