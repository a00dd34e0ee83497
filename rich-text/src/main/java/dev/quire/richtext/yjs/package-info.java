/**
 * Between the tree and a Yjs document: {@link dev.quire.richtext.yjs.TreeReader} reads a fragment,
 * {@link dev.quire.richtext.yjs.TreeEdit} turns a fragment into a wanted tree by as few edits as it
 * finds, so that what others change elsewhere at the same time survives and carets stay where they
 * are.
 *
 * <p>The form in the document is that of the ProseMirror bindings of Yjs: an element per node with
 * its attributes, an {@code YXmlText} per run of characters between elements, marks as formatting
 * attributes ({@link dev.quire.richtext.MarkKey}).
 */
@NullMarked
package dev.quire.richtext.yjs;

import org.jspecify.annotations.NullMarked;
