/**
 * Works out what a transaction has changed in a type, from the structs: keys, elements, deltas and
 * paths, as yjs 13.6 shows them.
 *
 * <p>Called by the events of the root package when somebody reads them, on the thread of the
 * document, while the transaction's listeners are being called: deleted content is still there
 * then. What comes out are values of {@code event}; nothing here calls anybody or keeps anything.
 */
@NullMarked
package dev.quire.crdt.change;

import org.jspecify.annotations.NullMarked;
