/**
 * The engine of a document: integration, deletion, collection, joining, pending parts, encoding.
 *
 * <p>An update goes through here in this order. {@link dev.quire.crdt.store.IncomingUpdate} decodes
 * and validates all of it. {@link dev.quire.crdt.store.Integration} takes its structs one by one,
 * each after those it depends on; {@link dev.quire.crdt.store.Placement} finds the place of one
 * struct and links it in. {@link dev.quire.crdt.store.Deletion} applies the delete set. {@link
 * dev.quire.crdt.store.Cleanup} ends the transaction: it collects what was deleted and joins
 * neighbours. What couldn't be applied stays in {@link dev.quire.crdt.store.Pending}.
 *
 * <p>Invariants, checked by {@link dev.quire.crdt.store.StoreCheck}: a client's structs follow each
 * other without gaps from clock 0; every item is linked into the one list that its branch and key
 * say; a branch's length is that of its visible items; what is in a deleted type is deleted; every
 * unit of a chunk of text is one item's at most; items name clients by the {@link
 * dev.quire.crdt.store.ClientStructs} of this document.
 *
 * <p>Nothing recurses over the document, and nothing throws once an update has been decoded. For
 * one thread at a time. {@link dev.quire.crdt.YDoc} is the way in.
 */
@NullMarked
package dev.quire.crdt.store;

import org.jspecify.annotations.NullMarked;
