package dev.quire.wire.doc;

import dev.quire.wire.Bytes;
import dev.quire.wire.DocumentId;
import dev.quire.wire.WireMessage;
import org.jspecify.annotations.Nullable;

/**
 * Works out the edit that makes a document hold some content. Nothing is stored: the sender brings
 * the update to the document's owner like any other edit.
 *
 * @param document what is to be edited; null for one that is to be created with this content
 * @param format {@code html}, {@code markdown}, {@code text} or {@code prosemirror}; or {@link
 *     #EDITS}, of a document that exists
 * @param body the content in that format, UTF-8
 * @param created where a document is to be created, its id; null for a new one
 */
public record PrepareContent(
    @Nullable DocumentId document, String format, Bytes body, @Nullable DocumentId created)
    implements WireMessage {

  public PrepareContent(DocumentId document, String format, Bytes body) {
    this(document, format, body, null);
  }

  /** The body is no content but edits of the present one, as {@code POST …/edits} takes them. */
  public static final String EDITS = "edits";

  /**
   * The edit.
   *
   * @param revision the revision against which it was worked out
   * @param update one Yjs update, format v1; empty where the document holds the content already
   * @param incarnation the log's, at that revision; empty of a document that is not there yet
   * @param created the id that a document with this content has to be created with: the update is
   *     written under its {@link dev.quire.wire.SeedClients seed's client id}
   */
  public record Prepared(
      long revision, Bytes update, String incarnation, @Nullable DocumentId created)
      implements WireMessage {}
}
