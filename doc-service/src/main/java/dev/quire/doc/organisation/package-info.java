/**
 * Organisations: groups of people, and a role that belonging to one gives on all of its documents.
 *
 * <p>An organisation is something to ask by, never something that data is divided by: documents go
 * to shards by their own ids. A document is made in one, or in none, and stays there. Of all roles
 * that somebody has on a document the highest counts ({@code effective_role} in the schema). A
 * change of a membership or of the default role is one entry of the revocation stream, written by a
 * trigger; whoever has a document of the organisation open looks again.
 *
 * <p><b>Who calls it:</b> the REST handlers. <b>Threading:</b> any thread.
 */
@NullMarked
package dev.quire.doc.organisation;

import org.jspecify.annotations.NullMarked;
