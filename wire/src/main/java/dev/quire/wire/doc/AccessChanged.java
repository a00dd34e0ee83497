package dev.quire.wire.doc;

import dev.quire.wire.DocumentId;
import dev.quire.wire.WireMessage;

/**
 * Published when rights on a document have changed: ask {@link ReadRevocations} at once. It may be
 * lost, so it makes a change fast and is not what makes it certain.
 *
 * @param document which; all zero where it is about an organisation's
 * @param userId whose; {@code ""} for everybody's, when the document was deleted or came back
 */
public record AccessChanged(DocumentId document, String userId) implements WireMessage {}
