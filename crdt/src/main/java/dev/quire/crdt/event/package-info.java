/**
 * What a document tells its listeners: updates, the stages of transactions, and what has changed in
 * which type, as yjs 13.6 tells it.
 *
 * <p>Programs meet {@link dev.quire.crdt.event.Subscription}, the {@link
 * dev.quire.crdt.event.YEvent}s that the {@code observe} methods of the shared types hand over, and
 * {@link dev.quire.crdt.event.DocumentEvents}. {@link dev.quire.crdt.event.Dispatcher} is the
 * inside: the engine tells it of transactions, it calls the listeners.
 *
 * <p>Order of calls, for each transaction: before the transaction; then the edits; before the
 * observers; observers of each changed type, in the order of the first change; deep observers;
 * after the transaction; then deleted content is collected; after the clean-up; update. Listeners
 * may edit: what they change is a transaction of its own, told of when this one is over.
 *
 * <p>A listener that throws keeps nobody else from being called and the document from nothing; what
 * it threw comes out of the call that began the outermost transaction, with what others threw as
 * suppressed.
 *
 * <p>Everything happens on the thread of the document. A document without listeners keeps no
 * account of changes.
 */
@NullMarked
package dev.quire.crdt.event;

import org.jspecify.annotations.NullMarked;
