/**
 * Share links: whoever opens one while signed in has the link's role on its document, until it is
 * ended or over.
 *
 * <p>A link's token is shown once, to the owner who made it; only its hash is kept. Ending a link
 * deletes it and what it gave, and a trigger of the schema writes the entries of the revocation
 * stream in the same transaction. A link that is over is ended by whoever reads the stream next
 * ({@link dev.quire.doc.revocation.RevocationStream}), before he is told that he knows everything.
 *
 * <p>{@link dev.quire.doc.link.Visits} lets in people without an account, where the link's maker
 * wants that: guests of the link for some minutes, again and again.
 *
 * <p><b>Who calls it:</b> the REST handlers. <b>Threading:</b> any thread.
 */
@NullMarked
package dev.quire.doc.link;

import org.jspecify.annotations.NullMarked;
