/**
 * Encoded updates (format v1) without a document: merging, differencing, reading their state
 * vector.
 *
 * <p>{@link dev.quire.crdt.update.Updates} is the door. The server calls it on its hottest path, to
 * send all updates of one commit as one, so nothing here builds an item or a string: a {@link
 * dev.quire.crdt.update.StructCursor} walks over the bytes of one client's structs and says where
 * the parts of each begin and end, and a {@link dev.quire.crdt.update.StructMerger} copies those
 * parts. Every input is walked from end to end before anything is written, so what is malformed is
 * refused before there is a result.
 *
 * <p><b>What is checked.</b> Lengths, counts, integers, UTF-8, kinds of structs, content and types,
 * the shape and depth of values: what is needed to find the way through the bytes. The inside of
 * JSON texts and subdocuments' options is passed on unread; a document reads them.
 *
 * <p><b>What is promised of bytes.</b> A result need not have the bytes that yjs's own functions
 * give; loaded into a document it leaves the bytes and the content that its inputs leave. Merged
 * bytes are not a document's bytes: deleted content is still in them.
 *
 * <p>Pure functions; any thread may call them.
 */
@NullMarked
package dev.quire.crdt.update;

import org.jspecify.annotations.NullMarked;
