/**
 * What listeners and filters are handed, as values without an engine behind them: {@link
 * dev.quire.crdt.event.YTransaction}, {@link dev.quire.crdt.event.ItemView}, deltas and the changes
 * of keys and elements; and the {@link dev.quire.crdt.event.Subscription} that ends listening.
 *
 * <p>The events themselves name documents and types and stand beside those, in {@code
 * dev.quire.crdt}.
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
