package dev.quire.wire.doc;

import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.WireMessage;

/**
 * One chunk, at most 256 KiB, of the compressed snapshot at a revision. Fails with {@code
 * NOT_FOUND} where a newer snapshot has taken its place: read the head again.
 */
public record ReadSnapshot(DocumentId document, long revision, int chunk) implements WireMessage {

  public record Chunk(Bytes bytes) implements WireMessage {}
}
