/**
 * Edits as programs state them that don't speak CRDT: insert, replace and delete blocks, replace
 * text, set marks; each at a block by its number or by a text that it holds. They are applied to
 * the tree that a document holds now, one after the other, all or none; what then differs becomes
 * the edit of the document ({@link dev.quire.richtext.yjs.TreeEdit}), so that it merges like any
 * other. Pure.
 */
@NullMarked
package dev.quire.richtext.edits;

import org.jspecify.annotations.NullMarked;
