package dev.quire.edge.channel;

/**
 * Who owns a document just now, and where it is reached.
 *
 * @param process a collab process by its name
 * @param lane the lane of that process
 * @param epoch under which it owns the document's shard
 */
public record Owner(String process, int lane, long epoch) {
  /**
   * The incarnation of the log that an epoch belongs to: its upper half. A restore from backup
   * begins another one, higher than all before, and with it voids every revision that anybody
   * remembers.
   */
  static long incarnationOf(long epoch) {
    return epoch >>> 32;
  }

  long incarnation() {
    return incarnationOf(epoch);
  }
}
