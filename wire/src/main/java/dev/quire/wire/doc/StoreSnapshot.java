package dev.quire.wire.doc;

import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.WireMessage;

/**
 * One chunk, at most 256 KiB, of a compressed snapshot (see {@link SnapshotFormat}). Chunks are
 * stored one after the other; with the last one the snapshot takes the place of an older one, never
 * of a newer one, and only while the sender's epoch is the shard's.
 *
 * @param revision what the snapshot holds: every update up to it
 * @param chunk from 0
 * @param chunks how many there are
 */
public record StoreSnapshot(
    DocumentId document, long epoch, long revision, int chunk, int chunks, Bytes bytes)
    implements WireMessage {

  /**
   * @param current whether the snapshot is now the document's; false after every chunk but the
   *     last, and where a newer snapshot or epoch stood in the way
   */
  public record Stored(boolean current) implements WireMessage {}
}
