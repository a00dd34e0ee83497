package dev.quire.wire.doc;

import dev.quire.wire.DocumentId;
import dev.quire.wire.Principal;
import dev.quire.wire.Role;
import dev.quire.wire.WireMessage;

/**
 * Asks what a principal may do with a document, and creates it where an external principal with the
 * right to edit is the first to open a name. Fails with {@code NOT_FOUND} where there is no such
 * document, or the principal has no access and may not know that there is.
 *
 * @param reference the document's id or its name
 */
public record OpenDocument(Principal principal, String reference) implements WireMessage {

  /**
   * @param asOf the last number of the revocation stream when the role was read
   * @param organisation the id of the document's organisation, which it has for ever; {@code ""}
   *     for none
   */
  public record Access(DocumentId document, Role role, long asOf, String organisation)
      implements WireMessage {

    public Access(DocumentId document, Role role, long asOf) {
      this(document, role, asOf, "");
    }
  }
}
