package dev.quire.wire.doc;

import dev.quire.wire.DocumentId;
import dev.quire.wire.WireMessage;

/** Asks where a document stands. Fails with {@code NOT_FOUND} where there is none. */
public record ReadHead(DocumentId document) implements WireMessage {

  /**
   * @param incarnation the log's identity
   * @param lastRevision 0 where nothing was ever appended
   * @param snapshotRevision 0 where there is no snapshot
   * @param snapshotChunks how many chunks the snapshot has
   * @param snapshotBytes the snapshot's compressed length
   */
  public record Head(
      String incarnation,
      long lastRevision,
      long snapshotRevision,
      int snapshotChunks,
      long snapshotBytes)
      implements WireMessage {}
}
