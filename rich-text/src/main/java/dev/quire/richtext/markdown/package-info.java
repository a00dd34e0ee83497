/**
 * Rich text as Markdown, both ways: CommonMark with tables, task lists and strikethrough as GitHub
 * writes them. What Markdown has no form for is written as the HTML that Markdown allows, from the
 * same allow-list as {@link dev.quire.richtext.html}, and read back from it.
 */
@NullMarked
package dev.quire.richtext.markdown;

import org.jspecify.annotations.NullMarked;
