/**
 * Reading from PostgreSQL's streaming replicas what they have, and from the primary what they lack.
 *
 * <p>The primary says first where a document stands, which costs it one probe of an index; a
 * replica then does the work if its own log has come as far, under the same incarnation. So an
 * answer is never older than it would have been, and a replica that is behind, away or of another
 * history only costs a probe. Search is of no single revision: it goes to a replica that is less
 * than a bound behind, and what it finds says how far.
 *
 * <p><b>Who calls it:</b> the REST handlers that read history, content and search. Owners, edits,
 * rights and whatever decides something never read from here. <b>What holds:</b> an answer of a
 * replica says so, with its age ({@code Quire-Replica-Age}, in milliseconds).
 *
 * <p><b>Age.</b> The primary's place in its write-ahead log is noted every second; a replica is as
 * old as the newest noted place that it has replayed. This needs no clocks that agree, and notices
 * a replica that is cut off.
 */
@NullMarked
package dev.quire.doc.replica;

import org.jspecify.annotations.NullMarked;
