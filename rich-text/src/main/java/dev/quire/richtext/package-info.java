/**
 * Rich text as a tree: what Tiptap and ProseMirror edit, what a Yjs document holds under {@code
 * default}, and what HTML, Markdown and plain text say as far as they can.
 *
 * <p>The tree ({@link dev.quire.richtext.Element}, {@link dev.quire.richtext.Text}) has the shape
 * of the Yjs document: a text is one run of formatted characters between two elements, so that an
 * edit of the tree finds its place in the document. Everything in the tree came from outside and is
 * data: a type may have any name, an attribute any value. Only {@link dev.quire.richtext.html} and
 * {@link dev.quire.richtext.markdown} decide what may be shown, by an allow-list.
 *
 * <p>Pure, without I/O and state; on any thread. Large documents belong on a worker: time and
 * memory grow with the size of the document.
 */
@NullMarked
package dev.quire.richtext;

import org.jspecify.annotations.NullMarked;
