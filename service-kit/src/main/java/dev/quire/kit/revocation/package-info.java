/**
 * How a process knows who has lost which right, whatever messages are lost on the way.
 *
 * <p>doc-service numbers the revocations in PostgreSQL, each in the transaction of the change that
 * it tells of. Edges and owners follow: four times a second they ask for what comes after the last
 * number they know. An answer up to the stream's head is a lease: whoever has it knows, for one
 * second from when the question was <em>sent</em>, everything that was revoked more than a second
 * ago. No clock is compared with another machine's, and a question, an answer or a process that is
 * held up for long makes the lease shorter, never longer. Without a lease, whoever has to decide
 * asks first, and lets nothing in that can't be checked.
 *
 * <p>{@link dev.quire.kit.revocation.Following} is the pure part; {@link
 * dev.quire.kit.revocation.Revocations} asks over the bus and belongs to one context, on which
 * everything here is called.
 */
@NullMarked
package dev.quire.kit.revocation;

import org.jspecify.annotations.NullMarked;
