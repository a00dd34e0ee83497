/**
 * Calls those who listen, each of them although others throw, in the order in which they came.
 *
 * <p>Inside of the library: documents, undo managers and awarenesses keep their listeners in {@link
 * dev.quire.crdt.listen.ListenerList}s and hand out {@link dev.quire.crdt.event.Subscription}s. For
 * one thread at a time; listeners may come and go while they are being called.
 */
@NullMarked
package dev.quire.crdt.listen;

import org.jspecify.annotations.NullMarked;
