/**
 * The revocation stream in PostgreSQL: what edges and owners follow so that nothing is accepted
 * from somebody whose right ended more than a second before (see {@code dev.quire.kit.revocation}).
 *
 * <p>Its entries are written by triggers of the schema, in the transaction of the change; only the
 * ends of sign-ins, of which this database knows nothing, are put in by {@link
 * dev.quire.doc.revocation.RevocationStream} when auth-service asks for it. A right that is read
 * together with the stream's head is the right as of that number: both come from one snapshot.
 */
@NullMarked
package dev.quire.doc.revocation;

import org.jspecify.annotations.NullMarked;
