package dev.quire.wire.doc;

import dev.quire.wire.DocumentId;
import dev.quire.wire.WireMessage;

/**
 * Works out the edit that makes a document hold again what it held at a named version: answered as
 * {@link PrepareContent} is.
 *
 * @param version the version's id; {@code NOT_FOUND} where the document has no such one
 */
public record PrepareRestore(DocumentId document, DocumentId version) implements WireMessage {}
