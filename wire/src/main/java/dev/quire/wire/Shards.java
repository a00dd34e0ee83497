package dev.quire.wire;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Which shard a document belongs to: CRC-32C of the id's 16 bytes modulo 1024. Frozen: the log is
 * partitioned by it, so another function or count would be another database.
 */
public final class Shards {
  public static final int COUNT = 1024;

  private Shards() {}

  /** From 0 to {@link #COUNT} - 1. */
  public static int of(DocumentId document) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(16).putLong(document.high()).putLong(document.low()).flip());
    return (int) (crc.getValue() % COUNT);
  }
}
