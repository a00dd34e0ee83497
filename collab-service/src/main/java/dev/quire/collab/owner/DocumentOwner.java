package dev.quire.collab.owner;

import dev.quire.wire.DocumentId;
import java.util.ArrayList;
import java.util.List;

/** Decides for one document. */
public final class DocumentOwner {
  private final DocumentId document;

  /**
   * @param epoch the shard's, under which this process owns it
   */
  public DocumentOwner(DocumentId document, long epoch, OwnerLimits limits) {
    this.document = document;
  }

  /** The document that this owner decides for. */
  public DocumentId document() {
    return document;
  }

  /** Takes one input, and says what is to be done about it, in order. */
  public List<Effect> on(Input input) {
    return new ArrayList<>();
  }
}
