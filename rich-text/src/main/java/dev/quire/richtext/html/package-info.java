/**
 * Rich text as HTML, both ways. An allow-list decides, twice: the tree knows only the elements of
 * {@link dev.quire.richtext.Schema}, and what comes in or goes out also passes {@link
 * dev.quire.richtext.html.SafeHtml}. HTML is never kept: it is made from the document when somebody
 * asks, and an import is an edit.
 */
@NullMarked
package dev.quire.richtext.html;

import org.jspecify.annotations.NullMarked;
