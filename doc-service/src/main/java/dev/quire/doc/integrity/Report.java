package dev.quire.doc.integrity;

import dev.quire.wire.DocumentId;
import java.util.List;

/**
 * What a check came to.
 *
 * @param revision everything up to it was checked
 * @param segments how many packed runs there are
 * @param rows how many revisions are rows
 * @param unchecked how many of the rows carry no checksum, being from before there were any
 * @param snapshotRevision the snapshot's; 0 where there is none
 * @param stateBytes how long the state is at {@code revision}
 * @param stateDigest SHA-256 of the state, in hexadecimal digits; empty where the log is damaged
 * @param findings nothing where the document is whole
 */
public record Report(
    DocumentId document,
    long revision,
    int segments,
    long rows,
    long unchecked,
    long snapshotRevision,
    long stateBytes,
    String stateDigest,
    List<Finding> findings) {

  public boolean isIntact() {
    return findings.isEmpty();
  }
}
