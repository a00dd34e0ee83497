/**
 * Places in a document that stay where they are while others edit, for programs that keep comments,
 * bookmarks or links and don't speak CRDT. {@link dev.quire.richtext.anchor.Anchors} turns a {@link
 * dev.quire.richtext.anchor.Place}, as somebody sees it at one revision, into an anchor, and tells
 * of anchors where they stand at another ({@link dev.quire.richtext.anchor.Standing}).
 *
 * <p>An anchor is a relative position in the bytes of yjs, as base64url ({@link
 * dev.quire.richtext.anchor.AnchorText}): it names an item of the document, not an index, and an
 * editor may make and read the same. Nothing is written to the document. <b>Threading:</b> a worker
 * that has the document to itself; everything is held to {@link dev.quire.richtext.ContentLimits}.
 */
@NullMarked
package dev.quire.richtext.anchor;

import org.jspecify.annotations.NullMarked;
