/**
 * Local edits by index: lists and formatted texts, in terms of items.
 *
 * <p>Between the shared types, which speak of indices, values and attributes, and {@link
 * dev.quire.crdt.store.Author}, which speaks of items and their neighbours. Each object serves one
 * edit within one transaction, on the thread of its document.
 */
@NullMarked
package dev.quire.crdt.edit;

import org.jspecify.annotations.NullMarked;
