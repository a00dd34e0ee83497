/**
 * Undo and redo of one's own changes while others edit, as yjs 13.6 does it: {@link
 * dev.quire.crdt.undo.UndoManager} is what programs use.
 *
 * <p>A step of the stack is the ids that were added and those that were deleted. To undo it, what
 * was added is deleted, and what was deleted is written anew at its old place, with new ids; so
 * others see ordinary edits. What stands on a stack is kept from collection, and what came back is
 * remembered in {@link dev.quire.crdt.store.Redone}.
 *
 * <p>On the thread of the document; the clock is handed in.
 */
@NullMarked
package dev.quire.crdt.undo;

import org.jspecify.annotations.NullMarked;
