package dev.quire.wire;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Yjs client ids under which initial content is written: one for each document, which says whose
 * seed something is wherever it turns up.
 *
 * <p>They lie in a range of 2^24 ids above 2^52, where yjs clients, which draw 32 bits, never are.
 * A library that draws 53 bits meets the range once in 2^29 clients. Two documents have the same id
 * once in 2^24 pairs: the one's seed is then taken for the other's.
 *
 * <p>Frozen: the ids are in logs, and in the copies that clients keep.
 */
public final class SeedClients {
  private static final int BITS = 24;
  private static final long FIRST = 0x15EED5EEL << BITS;

  private SeedClients() {}

  /** The id of the document's seed: the upper 24 bits of the CRC-32C of its id, in the range. */
  public static long of(DocumentId document) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(16).putLong(document.high()).putLong(document.low()).flip());
    return FIRST | crc.getValue() >>> (Integer.SIZE - BITS);
  }

  /** Whether it is the id of some document's seed. */
  public static boolean isOne(long client) {
    return client >>> BITS == FIRST >>> BITS;
  }
}
