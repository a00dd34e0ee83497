/**
 * Documents as people know them: titles, names, members, and who may open what.
 *
 * <p>Each document belongs to a realm, and names and user ids mean something only within it. In
 * Quire's own realm rights are rows of membership. In the external realm rights are what the token
 * grants by name, and nothing else: an application that signs another token has changed them.
 *
 * <p><b>Who calls it:</b> the edge through {@code OPEN_DOCUMENT}, and the REST handlers. <b>What
 * holds:</b> whoever has no access cannot tell a document from one that does not exist; a document
 * has one name for ever, and a name one document, deleted or not. Nothing here is on the road of an
 * edit: a document's revision and time of change are read from the log. <b>Threading:</b> any
 * thread.
 */
@NullMarked
package dev.quire.doc.document;

import org.jspecify.annotations.NullMarked;
